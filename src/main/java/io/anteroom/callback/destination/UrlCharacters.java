package io.anteroom.callback.destination;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The characters of a URL, and which of them it must not have as they are. Stateless. */
final class UrlCharacters {

  private static final String IN_ANY_PART = "-._~!$&'()*+,;=:@/?";
  private static final String IN_QUERY = "[]";

  private UrlCharacters() {}

  /** What is wrong with the first character that nobody sees, or that some read as a slash. */
  static Optional<String> invisible(String url) {
    for (int i = 0; i < url.length(); i += Character.charCount(url.codePointAt(i))) {
      int c = url.codePointAt(i);
      if (isInvisible(c) || c == '\\') {
        return Optional.of(
            "The URL must not hold spaces, control characters or backslashes: it has %s at position"
                    .formatted(name(c))
                + " %d.".formatted(position(url, i)));
      }
    }
    return Optional.empty();
  }

  /**
   * What is wrong with the first character of the path or the query that RFC 3986 has no place for.
   * Letters of any script have one: they are percent-encoded.
   *
   * @param from where the path begins
   */
  static Optional<String> misplaced(String url, int from) {
    boolean query = false;
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      query |= c == '?';
      if (c == '%' && !isEncoded(url, i)) {
        return Optional.of(
            "The URL has a %% at position %d that two hexadecimal digits do not follow; a %% itself"
                    .formatted(position(url, i))
                + " is written %25.");
      }
      if (!isPlaced(c, query)) {
        return Optional.of(
            "The URL has the character %s at position %d, which must be percent-encoded (%s)."
                .formatted(c, position(url, i), encoded(c)));
      }
    }
    return Optional.empty();
  }

  /** The same URL in ASCII: other characters as their UTF-8, and nothing else is changed. */
  static String ascii(String url) {
    StringBuilder text = new StringBuilder();
    url.codePoints().forEach(c -> text.append(c < 128 ? Character.toString(c) : encoded(c)));
    return text.toString();
  }

  private static boolean isPlaced(char c, boolean query) {
    return c > 127
        || c == '%'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || IN_ANY_PART.indexOf(c) >= 0
        || query && IN_QUERY.indexOf(c) >= 0;
  }

  private static boolean isEncoded(String url, int at) {
    return at + 2 < url.length()
        && Character.digit(url.charAt(at + 1), 16) >= 0
        && Character.digit(url.charAt(at + 2), 16) >= 0
        && url.charAt(at + 1) < 128
        && url.charAt(at + 2) < 128;
  }

  private static String encoded(int c) {
    StringBuilder text = new StringBuilder();
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      text.append("%%%02X".formatted(b));
    }
    return text.toString();
  }

  private static String name(int c) {
    if (c == ' ') {
      return "a space";
    }
    return c == '\\' ? "a backslash" : "U+%04X".formatted(c);
  }

  /** In characters, from 1. */
  private static int position(String url, int index) {
    return url.codePointCount(0, index) + 1;
  }

  private static boolean isInvisible(int c) {
    return Character.isISOControl(c)
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.SURROGATE;
  }
}
