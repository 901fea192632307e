package io.anteroom.callback.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The host of a URL. Immutable.
 *
 * @param text a name in lower case ASCII, or an address as a URL writes it
 * @param literal the address, where it is one
 */
record UrlHost(String text, Optional<InetAddress> literal) {

  private static final int MAX_NAME = 253; // RFC 1035, section 2.3.4, without the root

  /**
   * Reads a host so that nobody further on can read it as another one.
   *
   * @throws DestinationRefusedException where it is no host, or one that could be misread
   */
  static UrlHost parse(String host) {
    if (host.isEmpty()) {
      throw new DestinationRefusedException("The URL has no host.");
    }
    return host.startsWith("[") ? ipv6(host) : name(ascii(host));
  }

  private static UrlHost name(String name) {
    if (name.endsWith(".")) {
      throw new DestinationRefusedException("The host must not end with a dot.");
    }
    if (!Ipv4Literal.isMeant(name)) {
      return new UrlHost(name, Optional.empty());
    }
    try {
      return new UrlHost(name, Optional.of(Ipv4Literal.read(name)));
    } catch (UnknownHostException e) {
      throw new DestinationRefusedException(
          "An IPv4 address must be written as four decimal numbers.");
    }
  }

  private static UrlHost ipv6(String host) {
    if (host.indexOf('%') >= 0) {
      throw new DestinationRefusedException("An IPv6 address must not have a zone.");
    }
    try {
      if (host.endsWith("]")) {
        return new UrlHost(
            host, Optional.of(Ipv6Literal.read(host.substring(1, host.length() - 1))));
      }
    } catch (UnknownHostException e) {
      // said below
    }
    throw new DestinationRefusedException("The host is no IPv6 address.");
  }

  /** Before anything is judged. */
  private static String ascii(String host) {
    String ascii = InternationalDomainName.ascii(host);
    if (ascii.length() > MAX_NAME) {
      throw new DestinationRefusedException("The host is no name of the DNS.");
    }
    return ascii;
  }
}
