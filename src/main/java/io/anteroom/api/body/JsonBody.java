package io.anteroom.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.json.CanonicalJson;
import io.anteroom.async.json.JsonReader;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.async.json.UnreadableJsonException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;

/**
 * Reads bodies as JSON objects and writes them, with nothing lost in between; what could not be
 * passed on as it is becomes a problem that names its place. Thread-safe.
 */
@Singleton
public class JsonBody {

  private static final JsonReader JSON = JsonReader.ofClient();

  /** The object, or the problem that says why there is none. */
  public ObjectNode read(byte[] body) {
    if (body == null || body.length == 0) {
      throw ProblemType.MALFORMED_JSON.with("The body is empty.");
    }
    try {
      if (JSON.read(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (UnreadableJsonException e) {
      throw e.field() == null
          ? ProblemType.MALFORMED_JSON.with(e.getMessage())
          : ProblemType.INVALID_FIELD.about(e.field(), e.getMessage());
    }
    throw ProblemType.MALFORMED_JSON.with("The body must be a JSON object.");
  }

  /** An object that a form carries as text. */
  public ObjectNode readField(String field, String text) {
    try {
      if (JSON.read(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (UnreadableJsonException e) {
      throw inField(field, e);
    }
    throw ProblemType.INVALID_FIELD.about(
        field, "The field %s must be a JSON object.".formatted(field));
  }

  private static HttpProblem inField(String field, UnreadableJsonException e) {
    return e.field() == null
        ? ProblemType.INVALID_FIELD.about(
            field, "The field %s must be a JSON object. %s".formatted(field, e.getMessage()))
        : ProblemType.INVALID_FIELD.about(
            field + "." + e.field(), "In the field %s: %s".formatted(field, e.getMessage()));
  }

  public ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public String write(JsonNode node) {
    return JsonWriter.text(node);
  }

  /** A digest of the document, the same whatever the order of the keys. */
  public String digest(JsonNode node) {
    return CanonicalJson.digest(node);
  }
}
