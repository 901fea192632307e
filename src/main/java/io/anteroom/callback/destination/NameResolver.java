package io.anteroom.callback.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks names up. Thread-safe. */
@FunctionalInterface
public interface NameResolver {

  /**
   * Every address of a name, at least one, in the order to be tried. May block.
   *
   * @param host a name in ASCII, no address
   * @throws UnknownHostException where there is none
   */
  List<InetAddress> addressesOf(String host) throws UnknownHostException;
}
