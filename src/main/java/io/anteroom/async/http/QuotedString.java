package io.anteroom.async.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The value of a header field, in which a text in quotes may hold any separator (RFC 9110, 5.6.4).
 * Stateless.
 */
public final class QuotedString {

  private static final Pattern QUOTED = Pattern.compile("(?s)\"(?:[^\"\\\\]|\\\\.)*+\"");

  private QuotedString() {}

  /**
   * Splits at a separator outside of quotes. The pieces keep their quotes and are without white
   * space at their ends; empty ones are left out. A quote without an end goes to the end.
   */
  public static List<String> split(String value, char separator) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < value.length(); at++) {
      char character = value.charAt(at);
      if (character == separator && !quoted) {
        add(piece, pieces);
        continue;
      }
      piece.append(character);
      if (character == '"') {
        quoted = !quoted;
      } else if (character == '\\' && quoted && at + 1 < value.length()) {
        piece.append(value.charAt(++at));
      }
    }
    add(piece, pieces);
    return pieces;
  }

  /** What a quoted text stands for; another text as it is. */
  public static String unquoted(String text) {
    if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
      return text;
    }
    StringBuilder meant = new StringBuilder();
    for (int at = 1; at < text.length() - 1; at++) {
      char character = text.charAt(at);
      boolean escape = character == '\\' && at + 2 < text.length();
      meant.append(escape ? text.charAt(++at) : character);
    }
    return meant.toString();
  }

  /** Whether it is one text in quotes, from its first character to its last. */
  public static boolean isQuoted(String text) {
    return QUOTED.matcher(text).matches();
  }

  public static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void add(StringBuilder piece, List<String> pieces) {
    String stripped = piece.toString().strip();
    if (!stripped.isEmpty()) {
      pieces.add(stripped);
    }
    piece.setLength(0);
  }
}
