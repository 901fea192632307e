package io.anteroom.callback.destination;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Names with characters outside of ASCII. There are two standards for what they stand for in the
 * DNS, and they differ: {@code faß.de} is {@code fass.de} by IDNA 2003, which the JDK knows, and
 * {@code xn--fa-hia.de} by IDNA 2008 (UTS 46), which browsers follow. A name that both read alike
 * is taken, any other must be written in ASCII. Stateless.
 */
final class InternationalDomainName {

  private static final String TWO_WAYS =
      "The host has %s, which is read as another name by older rules than by newer ones: write the"
          + " host in its ASCII form (xn--…).";

  /** The four that IDNA 2003 maps or drops, and IDNA 2008 takes as they are (UTS 46, 7). */
  private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

  private InternationalDomainName() {}

  /**
   * The name in lower case ASCII.
   *
   * @throws DestinationRefusedException where it is no name of the DNS, or might be two
   */
  static String ascii(String host) {
    String ascii = byOlderRules(host);
    String[] older = ascii.split("\\.", -1);
    String[] newer = byNewerRules(host).split("\\.", -1);
    for (int i = 0; i < Math.max(older.length, newer.length); i++) {
      if (older.length != newer.length || !isSame(older[i], newer[i])) {
        throw new DestinationRefusedException(TWO_WAYS.formatted(what(host)));
      }
    }
    return ascii;
  }

  private static boolean isSame(String ascii, String label) {
    return label.chars().allMatch(c -> c < 128)
        ? ascii.equals(label)
        : IDN.toUnicode(ascii).toLowerCase(Locale.ROOT).equals(label);
  }

  /** Full-width letters and dots become plain ones here (RFC 3490). */
  private static String byOlderRules(String host) {
    try {
      return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new DestinationRefusedException(
          isNew(host) ? TWO_WAYS.formatted(what(host)) : "The host is no name of the DNS.");
    }
  }

  /** Whether it has characters that the older rules do not know. */
  private static boolean isNew(String host) {
    try {
      IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES | IDN.ALLOW_UNASSIGNED);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As UTS 46 maps, with the tables of the JDK; where the two differ the name is refused. */
  private static String byNewerRules(String host) {
    StringBuilder mapped = new StringBuilder();
    Normalizer.normalize(host, Normalizer.Form.NFKC)
        .codePoints()
        .map(Character::toLowerCase)
        .map(c -> c == '\u3002' ? '.' : c)
        .forEach(mapped::appendCodePoint);
    return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
  }

  private static String what(String host) {
    return host.codePoints()
        .filter(c -> DEVIATIONS.indexOf(c) >= 0)
        .mapToObj(
            c ->
                c < 0x2000
                    ? "the character " + Character.toString(c)
                    : "the character U+%04X".formatted(c))
        .findFirst()
        .orElse("a character");
  }
}
