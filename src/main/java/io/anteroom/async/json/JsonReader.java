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
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;

/**
 * Reads JSON (RFC 8259: UTF-8, a byte order mark in front is skipped) so that nothing of it
 * changes: numbers stay as they are written. It never recurses. What the upstream says is bounded
 * by its nesting, the number of its values and how many bytes are read, what a client sends also in
 * what others who read it could not take. Immutable, thread-safe.
 */
public final class JsonReader {

  /**
   * How deep a document of the upstream may be nested; who reads our answers with a usual parser
   * can read no deeper either.
   */
  public static final int DEEPEST = 1000;

  /**
   * How deep what a client sends may be nested: it comes back within a list of assets, and must be
   * readable there.
   */
  public static final int DEEPEST_OF_CLIENT = DEEPEST - 10;

  /**
   * Values, names and brackets of one document, at the most. A document in memory takes up to
   * eighty bytes for each of its values, however few characters they have, so that their number is
   * bounded beside the bytes.
   */
  public static final long MOST_TOKENS = 1_000_000;

  /**
   * How long a number of a client may be, and how long a name: it comes back to every client of the
   * account, and usual parsers read no longer ones.
   */
  static final int LONGEST_NUMBER_OF_CLIENT = 1000;

  static final int LONGEST_NAME_OF_CLIENT = 50_000;

  /** Names are not remembered: they are the sender's, and remembering could be made slow. */
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
                  .maxTokenCount(MOST_TOKENS)
                  .build())
          .build();

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final int deepest;
  private final boolean strict;

  private JsonReader(int deepest, boolean strict) {
    this.deepest = deepest;
    this.strict = strict;
  }

  /**
   * For what clients send: a key that is there twice, which two readers could take in two ways,
   * text that is no Unicode, and what is nested too deep or too long are refused.
   */
  public static JsonReader ofClient() {
    return new JsonReader(DEEPEST_OF_CLIENT, true);
  }

  /**
   * For what the upstream says and what was stored: of a key that is there twice the last counts,
   * half of a surrogate pair stays what it is.
   */
  public static JsonReader ofUpstream() {
    return new JsonReader(DEEPEST, false);
  }

  /** The one document that these bytes are. */
  public JsonNode read(byte[] utf8) throws UnreadableJsonException {
    return read(new InputStreamReader(new ByteArrayInputStream(utf8), UnicodeText.decoder()));
  }

  /** The one document that this text is. */
  public JsonNode read(String text) throws UnreadableJsonException {
    return read(new StringReader(text));
  }

  private JsonNode read(Reader text) throws UnreadableJsonException {
    try (JsonParser parser = FACTORY.createParser(withoutMark(text))) {
      JsonNode document = new JsonTreeBuilder(parser, deepest, strict).read();
      if (parser.nextToken() != null) {
        throw UnreadableJsonException.document("is followed by something else");
      }
      return document;
    } catch (CharacterCodingException e) {
      throw UnreadableJsonException.document("holds bytes that are no UTF-8");
    } catch (StreamConstraintsException e) {
      throw new TooLargeJsonException(MOST_TOKENS);
    } catch (JsonProcessingException e) {
      throw UnreadableJsonException.document(where(e));
    } catch (IOException e) {
      throw UnreadableJsonException.document("cannot be read (%s)".formatted(e.getMessage()));
    }
  }

  private static Reader withoutMark(Reader text) throws IOException {
    PushbackReader reader = new PushbackReader(text);
    int first = reader.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      reader.unread(first);
    }
    return reader;
  }

  /** Without the words of the parser, which quote the text. */
  private static String where(JsonProcessingException e) {
    return e.getLocation() == null || !(e instanceof JsonParseException)
        ? "is no JSON"
        : "is no JSON: it breaks at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
