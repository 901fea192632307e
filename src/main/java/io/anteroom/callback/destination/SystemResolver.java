package io.anteroom.callback.destination;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Names as the system knows them. The JDK remembers answers for a while; what is checked is what is
 * connected to all the same.
 */
@DefaultBean
@Singleton
public class SystemResolver implements NameResolver {

  @Override
  public List<InetAddress> addressesOf(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }
}
