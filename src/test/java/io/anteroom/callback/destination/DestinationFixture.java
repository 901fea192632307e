package io.anteroom.callback.destination;

import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A destination policy with the names and settings of a test. */
public final class DestinationFixture {

  /** An address of the open internet, and one more. */
  public static final String PUBLIC = "93.184.215.14";

  public static final String PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";

  private static final Vertx VERTX = Vertx.vertx();

  private DestinationFixture() {}

  /** A policy over these names; keys without {@code anteroom.callbacks.}, each with its value. */
  public static DestinationPolicy of(NameResolver names, String... keysAndValues) {
    String[] full = keysAndValues.clone();
    for (int i = 0; i < full.length; i += 2) {
      full[i] = "anteroom.callbacks." + full[i];
    }
    DestinationSettings settings = TestSettings.of(DestinationSettings.class, full);
    AddressPolicy addresses = new AddressPolicy(settings);
    UrlPolicy urls = new UrlPolicy(settings, new HostPolicy(settings), addresses);
    return new DestinationPolicy(urls, addresses, new NameLookups(VERTX, names, Ticker.SYSTEM));
  }

  /** Knows these names, each with its addresses, and no other. */
  public static NameResolver names(Map<String, List<String>> names) {
    return host -> {
      if (!names.containsKey(host)) {
        throw new UnknownHostException(host);
      }
      return names.get(host).stream().map(DestinationFixture::address).toList();
    };
  }

  public static NameResolver everyName(String... addresses) {
    return host -> Arrays.stream(addresses).map(DestinationFixture::address).toList();
  }

  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
