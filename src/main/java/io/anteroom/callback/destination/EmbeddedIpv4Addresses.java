package io.anteroom.callback.destination;

import java.util.Arrays;
import java.util.List;

/**
 * The IPv4 addresses that an IPv6 address leads to where the network translates or tunnels it. The
 * IPv4-mapped ones are IPv4 addresses to the JDK already. Immutable.
 */
final class EmbeddedIpv4Addresses {

  /** Seen as IPv4 by the host itself, or translated on the way: the last four bytes are meant. */
  private final List<CidrBlock> atTheEnd =
      List.of(
          CidrBlock.parse("::/96"), // IPv4-compatible, RFC 4291 section 2.5.5.1
          CidrBlock.parse("::ffff:0:0:0/96"), // IPv4-translated, RFC 2765
          CidrBlock.parse("64:ff9b::/96")); // NAT64, RFC 6052

  private final CidrBlock sixToFour = CidrBlock.parse("2002::/16"); // RFC 3056
  private final CidrBlock teredo = CidrBlock.parse("2001::/32"); // RFC 4380

  /** The addresses in it, each of four bytes; none in most. */
  List<byte[]> in(byte[] address) {
    if (address.length != 16 || isOneOfTheFirstTwo(address)) {
      return List.of();
    }
    if (teredo.contains(address)) {
      return List.of(Arrays.copyOfRange(address, 4, 8), inverted(address));
    }
    if (sixToFour.contains(address)) {
      return List.of(Arrays.copyOfRange(address, 2, 6));
    }
    return atTheEnd.stream().anyMatch(n -> n.contains(address))
        ? List.of(Arrays.copyOfRange(address, 12, 16))
        : List.of();
  }

  /** {@code ::} and {@code ::1} are addresses of IPv6 itself. */
  private static boolean isOneOfTheFirstTwo(byte[] address) {
    for (int i = 0; i < 15; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return (address[15] & 0xff) <= 1;
  }

  /** Teredo writes the address of the client with every bit turned. */
  private static byte[] inverted(byte[] address) {
    byte[] client = Arrays.copyOfRange(address, 12, 16);
    for (int i = 0; i < client.length; i++) {
      client[i] = (byte) ~client[i];
    }
    return client;
  }
}
