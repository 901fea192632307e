package io.anteroom.callback.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IPv4 addresses in URLs. Resolvers also read {@code 127.1}, {@code 0x7f.1}, {@code 0177.0.0.1} and
 * {@code 2130706433} as addresses (inet_aton), each a little differently, so only four decimal
 * numbers are taken, and whatever else ends in a number is never looked up as a name (URL standard:
 * "ends in a number").
 */
final class Ipv4Literal {

  private static final String PART = "(0|[1-9]\\d{0,2})";
  private static final Pattern CANONICAL =
      Pattern.compile(PART + "\\." + PART + "\\." + PART + "\\." + PART);
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?", Pattern.DOTALL);

  private Ipv4Literal() {}

  /** Whether an address is meant, in whatever spelling. */
  static boolean isMeant(String host) {
    return ENDS_IN_A_NUMBER.matcher(host).matches();
  }

  /** Whether it is written as four decimal numbers without leading zeros. */
  static boolean isCanonical(String host) {
    return CANONICAL.matcher(host).matches();
  }

  /**
   * The address that is written as four decimal numbers.
   *
   * @throws UnknownHostException where it is none
   */
  static InetAddress read(String host) throws UnknownHostException {
    Matcher matcher = CANONICAL.matcher(host);
    if (!matcher.matches()) {
      throw new UnknownHostException(host);
    }
    byte[] address = new byte[4];
    for (int i = 0; i < address.length; i++) {
      int part = Integer.parseInt(matcher.group(i + 1));
      if (part > 255) {
        throw new UnknownHostException(host);
      }
      address[i] = (byte) part;
    }
    return InetAddress.getByAddress(address);
  }
}
