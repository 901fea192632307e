package io.anteroom;

import io.anteroom.callback.destination.NameResolver;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The names of the system, except those that a test gives an address. */
@Singleton
public class ChangingResolver implements NameResolver {

  private static final Map<String, String> ADDRESSES = new ConcurrentHashMap<>();

  /** From now on the name has this address, and no other. */
  public static void set(String host, String address) {
    ADDRESSES.put(host, address);
  }

  @Override
  public List<InetAddress> addressesOf(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(ADDRESSES.getOrDefault(host, host)));
  }
}
