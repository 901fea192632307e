package io.anteroom.callback.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IPv6 addresses as text (RFC 4291, section 2.2), without a zone. */
final class Ipv6Literal {

  private static final Pattern LETTERS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private Ipv6Literal() {}

  /**
   * The address; an IPv4-mapped one is the IPv4 address. Between brackets the JDK looks no name up.
   *
   * @param text without brackets
   * @throws UnknownHostException where it is none
   */
  static InetAddress read(String text) throws UnknownHostException {
    if (!LETTERS.matcher(text).matches() || text.indexOf(':') < 0) {
      throw new UnknownHostException(text);
    }
    return InetAddress.getByName("[" + text + "]");
  }
}
