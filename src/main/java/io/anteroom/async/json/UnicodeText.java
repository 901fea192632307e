package io.anteroom.async.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The one rule for text that comes from outside: it is Unicode that UTF-8 can write and that the
 * database can hold. Half of a surrogate pair is no character and would leave as another text;
 * U+0000 is one that PostgreSQL does not take. Stateless.
 */
public final class UnicodeText {

  /** What decoders put in the place of bytes that are no text. */
  private static final char REPLACEMENT = '\ufffd';

  private static final int PART = 1024;

  private UnicodeText() {}

  /** What is wrong with a text, as the end of a sentence; empty where nothing is. */
  public static Optional<String> fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return Optional.of("holds the character U+0000");
      }
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i)) {
          return Optional.of("holds half of a surrogate pair (U+%04X)".formatted((int) c));
        }
        i++;
      }
    }
    return Optional.empty();
  }

  /**
   * The same of a text that somebody else has decoded already, so that what was no UTF-8 can be
   * told only by what stands in its place.
   */
  public static Optional<String> faultOfDecoded(String text) {
    return text.indexOf(REPLACEMENT) >= 0
        ? Optional.of("holds bytes that are no UTF-8, or U+FFFD, which stands for them")
        : fault(text);
  }

  /** The same of a text in bytes, which must be UTF-8 as RFC 3629 has it. */
  public static Optional<String> fault(byte[] text) {
    ByteBuffer in = ByteBuffer.wrap(text);
    CharBuffer out = CharBuffer.allocate(PART);
    CharsetDecoder decoder = decoder();
    CoderResult result;
    do {
      result = decoder.decode(in, out.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      return Optional.of("holds bytes that are no UTF-8");
    }
    for (byte b : text) {
      if (b == 0) {
        return Optional.of("holds the character U+0000");
      }
    }
    return Optional.empty();
  }

  /** The text, with U+FFFD in each place that has a {@link #fault(String)}. */
  public static String mended(String text) {
    if (fault(text).isEmpty()) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || isHalf(c) ? REPLACEMENT : c)
        .forEach(mended::appendCodePoint);
    return mended.toString();
  }

  /** The text, or where it is longer than allowed its beginning and a mark of the cut. */
  public static String cut(String text, int max) {
    return text.length() <= max ? text : beginning(text, max) + "…";
  }

  /**
   * The beginning of a text, without a mark. A pair of surrogates that would be halved is left out.
   *
   * @param max how many characters it has at most, as Java counts them (UTF-16); at least 1
   */
  public static String beginning(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  /** Takes nothing for text that is none. */
  static CharsetDecoder decoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static boolean isHalf(int codePoint) {
    return Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint);
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
