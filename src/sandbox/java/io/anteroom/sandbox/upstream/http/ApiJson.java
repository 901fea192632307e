package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anteroom.sandbox.upstream.assets.InvalidInputException;
import io.anteroom.sandbox.upstream.json.LosslessJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** JSON as the API speaks it: snake_case, and what is not there is left out. Thread-safe. */
public final class ApiJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private ApiJson() {}

  /** The bytes of an answer's body. */
  public static Buffer write(Object body) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  /** How many bytes that has in the body of an answer. */
  static long length(Object part) {
    try (CountingOutputStream bytes = new CountingOutputStream()) {
      MAPPER.writeValue(bytes, part);
      return bytes.count();
    } catch (IOException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  static JsonNode tree(Object body) {
    return MAPPER.valueToTree(body);
  }

  /**
   * What a caller sent.
   *
   * @throws InvalidInputException where it is no JSON
   */
  static JsonNode read(String json) {
    try {
      return LosslessJson.read(json);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("invalid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidInputException("invalid JSON: " + e.getMessage());
    }
  }
}
