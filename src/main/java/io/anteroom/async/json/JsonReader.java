package io.anteroom.async.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Reads JSON (RFC 8259: UTF-8, a byte order mark in front is skipped) within {@link JsonLimits}.
 * Nothing of a document changes: numbers stay as they are written. It never recurses, so that no
 * document can overflow the stack. Immutable, thread-safe.
 */
public final class JsonReader {

  /** Names are not cached: the sender chooses them, and could choose names that fill the cache. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxTokenCount(JsonLimits.MAX_TOKENS)
                  .build())
          .build();

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** So many bytes are decoded at once: a stream of them would take 8 KiB for each document. */
  private static final int SMALL = 8 * 1024;

  private final JsonLimits limits;

  private JsonReader(JsonLimits limits) {
    this.limits = limits;
  }

  /**
   * A reader of what clients send: it refuses a key that occurs twice, text that is not valid
   * Unicode, and what is nested too deep or too long.
   */
  public static JsonReader ofClient() {
    return new JsonReader(JsonLimits.OF_CLIENT);
  }

  /**
   * A reader of what the upstream sends and of what was stored: of a key that occurs twice it takes
   * the last value, and half of a surrogate pair stays as it is.
   */
  public static JsonReader ofUpstream() {
    return new JsonReader(JsonLimits.OF_UPSTREAM);
  }

  public JsonNode read(byte[] utf8) throws UnreadableJsonException {
    return read(utf8.length > SMALL ? () -> parserOfStream(utf8) : () -> parserOfChars(utf8));
  }

  public JsonNode read(String text) throws UnreadableJsonException {
    return read(() -> FACTORY.createParser(text.substring(isMarked(text) ? 1 : 0)));
  }

  private interface ParserSource {
    JsonParser open() throws IOException;
  }

  private JsonNode read(ParserSource source) throws UnreadableJsonException {
    try (JsonParser parser = source.open()) {
      JsonNode document = new JsonTreeBuilder(parser, limits).read();
      if (parser.nextToken() != null) {
        throw UnreadableJsonException.document("is followed by something else");
      }
      return document;
    } catch (CharacterCodingException e) {
      throw UnreadableJsonException.document("holds bytes that are no UTF-8");
    } catch (StreamConstraintsException e) {
      throw new TooLargeJsonException(JsonLimits.MAX_TOKENS);
    } catch (JsonProcessingException e) {
      throw UnreadableJsonException.document(where(e));
    } catch (IOException e) {
      throw UnreadableJsonException.document("cannot be read (%s)".formatted(e.getMessage()));
    }
  }

  private static JsonParser parserOfStream(byte[] utf8) throws IOException {
    PushbackReader text =
        new PushbackReader(
            new InputStreamReader(new ByteArrayInputStream(utf8), UnicodeText.decoder()));
    int first = text.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      text.unread(first);
    }
    return FACTORY.createParser(text);
  }

  private static JsonParser parserOfChars(byte[] utf8) throws IOException {
    CharBuffer text = UnicodeText.decoder().decode(ByteBuffer.wrap(utf8));
    if (isMarked(text)) {
      text.get();
    }
    return FACTORY.createParser(
        text.array(), text.arrayOffset() + text.position(), text.remaining());
  }

  private static boolean isMarked(CharSequence text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
  }

  /** Where the text breaks. The parser's own message is not used, since it quotes the text. */
  private static String where(JsonProcessingException e) {
    return e.getLocation() == null || !(e instanceof JsonParseException)
        ? "is no JSON"
        : "is no JSON: it breaks at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
