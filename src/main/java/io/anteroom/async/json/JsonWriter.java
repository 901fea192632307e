package io.anteroom.async.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes what {@link JsonReader} has read, as it was: the numbers with the same characters, the
 * text with the same meaning. What has half of a surrogate pair, which UTF-8 cannot write, is
 * written with escapes. Stateless, thread-safe.
 */
public final class JsonWriter {

  static final ObjectMapper PLAIN = mapper(false);
  private static final ObjectMapper ESCAPING = mapper(true);

  private JsonWriter() {}

  public static byte[] bytes(JsonNode document) {
    return text(document).getBytes(StandardCharsets.UTF_8);
  }

  public static String text(JsonNode document) {
    try {
      String text = PLAIN.writeValueAsString(document);
      return hasHalfPair(text) ? ESCAPING.writeValueAsString(document) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(++i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static ObjectMapper mapper(boolean escaping) {
    JsonFactory factory =
        JsonFactory.builder()
            .configure(JsonWriteFeature.ESCAPE_NON_ASCII, escaping)
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(2 * JsonLimits.MAX_DEPTH).build())
            .build();
    return new ObjectMapper(factory);
  }
}
