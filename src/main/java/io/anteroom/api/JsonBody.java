package io.anteroom.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Reads bodies as JSON objects and writes them, with nothing lost in between. Thread-safe. */
@Singleton
public class JsonBody {

  private final ObjectMapper json =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ObjectMapper canonical =
      json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** The object, or the problem that says why there is none. */
  public ObjectNode read(byte[] body) {
    if (body == null || body.length == 0) {
      throw Problems.malformedJson("The body is empty.");
    }
    try {
      return object(json.readTree(body));
    } catch (JsonProcessingException e) {
      throw Problems.malformedJson(reason(e));
    } catch (IOException e) {
      throw Problems.malformedJson("The body is no UTF-8 text.");
    }
  }

  /** An object that a form carries as text. */
  public ObjectNode readField(String field, String text) {
    try {
      return object(json.readTree(text));
    } catch (JsonProcessingException | HttpProblem e) {
      throw Problems.invalidField(field, "The field %s must be a JSON object.".formatted(field));
    }
  }

  public ObjectNode object() {
    return json.createObjectNode();
  }

  public String write(JsonNode node) {
    return write(json, node);
  }

  /** The same whatever the order of the keys. */
  public String writeCanonical(JsonNode node) {
    try {
      return write(canonical, canonical.valueToTree(canonical.treeToValue(node, Object.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Problems.malformedJson("The body must be a JSON object.");
  }

  private static String write(ObjectMapper mapper, JsonNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it broke, without the words of the parser, which quote the body. */
  private static String reason(JsonProcessingException e) {
    return e.getLocation() == null
        ? "The body is no JSON."
        : "The body is no JSON: it breaks at line %d, column %d."
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
