package io.anteroom.callback.destination;

import java.util.List;

/**
 * Addresses that are not anybody's on the open internet, after IANA's registries of special-purpose
 * addresses, and those at which clouds answer their own machines. In this order: the first kind
 * that has the address is its kind.
 */
enum NonPublicAddress {
  METADATA(
      "the metadata service of a cloud",
      "169.254.169.254",
      "100.100.100.200",
      "168.63.129.16",
      "192.0.0.192",
      "fd00:ec2::/32",
      "fd20:ce::254",
      "fd00:c1::a9fe:a9fe",
      "fd00:42::42"),
  UNSPECIFIED("an unspecified address", "0.0.0.0/8", "::"),
  LOOPBACK("a loopback address", "127.0.0.0/8", "::1"),
  LINK_LOCAL("a link-local address", "169.254.0.0/16", "fe80::/10"),
  PRIVATE(
      "a private address",
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "100.64.0.0/10",
      "fc00::/7",
      "fec0::/10"),
  MULTICAST("a multicast address", "224.0.0.0/4", "ff00::/8"),
  BROADCAST("the broadcast address", "255.255.255.255"),
  RESERVED(
      "a reserved address",
      "192.0.0.0/24", // protocol assignments, RFC 6890
      "192.0.2.0/24", // documentation, RFC 5737
      "198.51.100.0/24",
      "203.0.113.0/24",
      "192.88.99.0/24", // relays of 6to4, RFC 7526
      "198.18.0.0/15", // benchmarks, RFC 2544
      "240.0.0.0/4",
      // Of IPv6 only 2000::/3 is handed out.
      "::/3",
      "4000::/2",
      "8000::/1",
      "2001::/23", // protocol assignments, RFC 2928
      "2001:db8::/32", // documentation, RFC 3849
      "3fff::/20"); // documentation, RFC 9637

  private final String words;
  private final List<String> networks;

  NonPublicAddress(String words, String... networks) {
    this.words = words;
    this.networks = List.of(networks);
  }

  /** What it is, with its article, for a sentence. */
  String words() {
    return words;
  }

  List<String> networks() {
    return networks;
  }
}
