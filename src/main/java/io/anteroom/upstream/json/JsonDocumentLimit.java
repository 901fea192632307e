package io.anteroom.upstream.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.async.json.JsonLimits;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * How much one JSON document may hold. A document in memory takes up to eighty bytes for each of
 * its values, however few characters they have, so that their number is bounded beside the bytes.
 */
@Singleton
public class JsonDocumentLimit implements ObjectMapperCustomizer {

  /** Values, names and brackets of one document, at the most. */
  public static final long TOKENS = JsonLimits.MAX_TOKENS;

  @Override
  public void customize(ObjectMapper mapper) {
    bound(mapper.getFactory());
  }

  /** Bounds what a factory's parsers read; more is a failure of the parser. */
  public static void bound(JsonFactory factory) {
    StreamReadConstraints now = factory.streamReadConstraints();
    factory.setStreamReadConstraints(now.rebuild().maxTokenCount(TOKENS).build());
  }
}
