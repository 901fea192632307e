package io.anteroom.upstream.json;

/**
 * How much of what the upstream says in words is kept. Words are stored with a task and each of its
 * events, and shown in every list, so that one answer of megabytes would be there many times.
 * Immutable.
 *
 * @param bytes the most, in UTF-8, the mark of a cut included; at least {@link #MIN}
 */
public record ErrorMessageLimit(int bytes) {

  /** The mark of a cut must fit, and some words before it. */
  public static final int MIN = 100;

  public static final ErrorMessageLimit DEFAULT = new ErrorMessageLimit(8192);

  public ErrorMessageLimit {
    if (bytes < MIN) {
      throw new IllegalArgumentException("at least " + MIN + " bytes");
    }
  }

  /** The words as they are, or their beginning and a mark that says how long they were. */
  public String cut(String words) {
    if (words.length() <= bytes / 3) {
      return words;
    }
    long all = size(words);
    if (all <= bytes) {
      return words;
    }
    String mark = " [cut: %d bytes in all]".formatted(all);
    return words.substring(0, end(words, bytes - mark.length())) + mark;
  }

  /** Where the last whole character ends that fits. */
  private static int end(String words, int room) {
    int left = room;
    int at = 0;
    while (at < words.length()) {
      int character = words.codePointAt(at);
      left -= size(character);
      if (left < 0) {
        return at;
      }
      at += Character.charCount(character);
    }
    return at;
  }

  private static long size(String words) {
    return words.codePoints().mapToLong(ErrorMessageLimit::size).sum();
  }

  private static int size(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }
}
