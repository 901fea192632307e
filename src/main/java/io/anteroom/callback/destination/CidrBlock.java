package io.anteroom.callback.destination;

import java.net.UnknownHostException;

/** A network of addresses, as CIDR notation gives it (RFC 4632, RFC 4291). Immutable. */
final class CidrBlock {

  private final byte[] first;
  private final int bits;

  private CidrBlock(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Reads {@code address/bits}, or one address; never asks a name server.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong with it
   */
  static CidrBlock parse(String cidr) {
    int slash = cidr.indexOf('/');
    byte[] first = literal(slash < 0 ? cidr : cidr.substring(0, slash));
    int all = 8 * first.length;
    CidrBlock network =
        new CidrBlock(first, slash < 0 ? all : bits(cidr.substring(slash + 1), all, cidr));
    if (!network.startsAtItsFirstAddress()) {
      throw new IllegalArgumentException(cidr + " has bits set after its prefix");
    }
    return network;
  }

  /** Whether the address, 4 or 16 bytes, lies in it. An IPv4 address is in no IPv6 network. */
  boolean contains(byte[] address) {
    if (address.length != first.length) {
      return false;
    }
    for (int i = 0; i < address.length; i++) {
      if (((address[i] ^ first[i]) & mask(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean startsAtItsFirstAddress() {
    for (int i = 0; i < first.length; i++) {
      if ((first[i] & ~mask(i) & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The bits of this byte that belong to the prefix. */
  private int mask(int index) {
    int inPrefix = Math.min(8, Math.max(0, bits - 8 * index));
    return 0xff << (8 - inPrefix) & 0xff;
  }

  private static byte[] literal(String text) {
    try {
      return Ipv4Literal.isCanonical(text)
          ? Ipv4Literal.read(text).getAddress()
          : Ipv6Literal.read(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text + " is no address");
    }
  }

  private static int bits(String text, int max, String cidr) {
    if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(cidr + " must end with /0 to /" + max);
  }
}
