package io.anteroom.upstream.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where the values of a JSON text begin and end, without judging what is in them: a number
 * that is none, or nesting that no parser takes, is skipped like anything else. Depth costs a
 * counter, not a stack. Not thread-safe.
 */
final class JsonScanner {

  /** Brackets or quotes do not match, or something else stands there. */
  static final class BrokenStructureException extends Exception {
    BrokenStructureException(int at) {
      super("no JSON at byte " + at, null, false, false);
    }
  }

  /**
   * A value.
   *
   * @param from its first byte
   * @param to the byte after its last
   */
  record Cut(int from, int to) {}

  private final byte[] json;
  private int at;

  private JsonScanner(byte[] json, int from) {
    this.json = json;
    this.at = from;
  }

  static Cut value(byte[] json) throws BrokenStructureException {
    JsonScanner cuts = new JsonScanner(json, hasMark(json) ? 3 : 0);
    Cut value = cuts.skip();
    cuts.blanks();
    if (cuts.at < json.length) {
      throw cuts.broken();
    }
    return value;
  }

  /** The fields of an object; of two with one name the last. */
  static Map<String, Cut> fields(byte[] json, Cut object) throws BrokenStructureException {
    JsonScanner cuts = new JsonScanner(json, object.from());
    Map<String, Cut> fields = new LinkedHashMap<>();
    cuts.take('{');
    while (!cuts.ends('}', fields.isEmpty())) {
      cuts.blanks();
      Cut name = cuts.string();
      cuts.take(':');
      fields.put(text(json, name), cuts.skip());
    }
    return fields;
  }

  static List<Cut> elements(byte[] json, Cut list) throws BrokenStructureException {
    JsonScanner cuts = new JsonScanner(json, list.from());
    List<Cut> elements = new ArrayList<>();
    cuts.take('[');
    while (!cuts.ends(']', elements.isEmpty())) {
      elements.add(cuts.skip());
    }
    return elements;
  }

  private static String text(byte[] json, Cut string) {
    int length = string.to() - string.from() - 2;
    return new String(json, string.from() + 1, length, StandardCharsets.UTF_8);
  }

  private static boolean hasMark(byte[] json) {
    return json.length > 2
        && json[0] == (byte) 0xEF
        && json[1] == (byte) 0xBB
        && json[2] == (byte) 0xBF;
  }

  /** Whether the end is here; else the comma is passed, where one must be. */
  private boolean ends(char end, boolean isFirst) throws BrokenStructureException {
    if (peek() == end) {
      at++;
      return true;
    }
    if (!isFirst) {
      take(',');
    }
    return false;
  }

  private Cut skip() throws BrokenStructureException {
    byte first = peek();
    if (first == '"') {
      return string();
    }
    int from = at;
    if (first == '{' || first == '[') {
      skipNested();
    } else {
      while (at < json.length && !isEndOfWord(json[at])) {
        at++;
      }
      if (at == from) {
        throw broken();
      }
    }
    return new Cut(from, at);
  }

  private void skipNested() throws BrokenStructureException {
    int depth = 0;
    do {
      byte next = at < json.length ? json[at] : 0;
      if (at >= json.length) {
        throw broken();
      } else if (next == '"') {
        string();
      } else {
        depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
        at++;
      }
    } while (depth > 0);
  }

  private Cut string() throws BrokenStructureException {
    int from = at;
    take('"');
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    if (at >= json.length) {
      throw broken();
    }
    at++;
    return new Cut(from, at);
  }

  private void take(char expected) throws BrokenStructureException {
    if (peek() != expected) {
      throw broken();
    }
    at++;
  }

  private byte peek() throws BrokenStructureException {
    blanks();
    if (at >= json.length) {
      throw broken();
    }
    return json[at];
  }

  private void blanks() {
    while (at < json.length && isBlank(json[at])) {
      at++;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isEndOfWord(byte b) {
    return isBlank(b) || b == ',' || b == '}' || b == ']' || b == ':' || b == '"' || b == '<';
  }

  private BrokenStructureException broken() {
    return new BrokenStructureException(at);
  }
}
