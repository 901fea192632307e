package io.anteroom.client.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON text (RFC 8259). Used once, by one thread. */
final class JsonReader {

  private static final int MAX_DEPTH = 1_000;

  /** Computing with a longer number would take long. */
  private static final int MAX_NUMBER = 1_000;

  /** An exponent of more digits may be more than a {@link java.math.BigDecimal} has. */
  private static final int MAX_EXPONENT = 9;

  /** So many digits fit into a {@code long}. */
  private static final int MAX_LONG = 18;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(\\.[0-9]++)?(?:[eE][+-]?([0-9]++))?");
  private static final Pattern PLAIN = Pattern.compile("[^\"\\\\\\x00-\\x1f]+");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4}");

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  /** The whole text as an object. */
  JsonObject object() {
    Object value = value();
    skipSpace();
    if (at < text.length()) {
      throw wrong("nothing more was expected");
    }
    if (value instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // made below
      Map<String, Object> fields = (Map<String, Object>) value;
      return new JsonObject(fields);
    }
    throw wrong("an object was expected");
  }

  private Object value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> fields();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    enter();
    while (more('}', fields.isEmpty())) {
      skipSpace();
      String name = string();
      if (fields.containsKey(name)) {
        throw wrong("the key " + name + " is there twice");
      }
      skipSpace();
      expect(':');
      fields.put(name, value());
    }
    return fields;
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    enter();
    while (more(']', elements.isEmpty())) {
      elements.add(value());
    }
    return elements;
  }

  private void enter() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw wrong("it is nested too deep");
    }
  }

  /** Whether another element follows; goes past the comma before it, or past the end. */
  private boolean more(char end, boolean first) {
    skipSpace();
    if (peek() == end) {
      at++;
      depth--;
      return false;
    }
    if (!first) {
      expect(',');
    }
    return true;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    Matcher plain = PLAIN.matcher(text);
    while (true) {
      if (plain.region(at, text.length()).lookingAt()) {
        string.append(text, at, plain.end());
        at = plain.end();
      }
      switch (peek()) {
        case '"' -> {
          at++;
          return string.toString();
        }
        case '\\' -> string.append(escaped());
        default -> throw wrong("a text has a control character");
      }
    }
  }

  private char escaped() {
    at++;
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw wrong("an unknown escape");
    };
  }

  private char hex() {
    Matcher hex = HEX.matcher(text).region(at, text.length());
    if (!hex.lookingAt()) {
      throw wrong("four hexadecimal digits were expected");
    }
    at += 4;
    return (char) Integer.parseInt(hex.group(), 16);
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong("a value was expected");
    }
    at += word.length();
    return value;
  }

  private Object number() {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw wrong("a value was expected");
    }
    at = number.end();
    String digits = number.group();
    String exponent = number.group(2) == null ? "" : number.group(2);
    if (digits.length() > MAX_NUMBER || exponent.length() > MAX_EXPONENT) {
      return new LongNumber(digits);
    }
    boolean whole = number.group(1) == null && exponent.isEmpty() && !digits.equals("-0");
    return whole && digits.length() <= MAX_LONG ? Long.valueOf(digits) : new ReadNumber(digits);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("it ends too early");
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "' was expected");
    }
    at++;
  }

  private JsonException wrong(String what) {
    return new JsonException("Not JSON at character " + at + ": " + what);
  }
}
