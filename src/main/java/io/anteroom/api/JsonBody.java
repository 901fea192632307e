package io.anteroom.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.LargestDocument;
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

  JsonBody() {
    LargestDocument.bound(json.getFactory());
  }

  /** The object, or the problem that says why there is none. */
  public ObjectNode read(byte[] body) {
    if (body == null || body.length == 0) {
      throw Problems.malformedJson("The body is empty.");
    }
    try {
      return object(json.readTree(body));
    } catch (StreamConstraintsException e) {
      throw Problems.malformedJson(tooMuch(e));
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

  /** A digest of the document, the same whatever the order of the keys. */
  public String digest(JsonNode node) {
    return CanonicalJson.digest(json, node);
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

  /** The words of the parser name a bound, and quote nothing. */
  private static String tooMuch(StreamConstraintsException e) {
    return "The body is more than is read: " + e.getOriginalMessage();
  }

  /** Where it broke, without the words of the parser, which quote the body. */
  private static String reason(JsonProcessingException e) {
    return e.getLocation() == null
        ? "The body is no JSON."
        : "The body is no JSON: it breaks at line %d, column %d."
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
