package io.anteroom.api.body;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.json.JsonReader;
import io.anteroom.async.json.UnreadableJsonException;
import io.quarkiverse.resteasy.problem.HttpProblem;

/**
 * Reads bodies as JSON objects, with nothing lost; what could not be passed on as it is becomes a
 * problem that names its place.
 */
public final class JsonBody {

  private static final JsonReader JSON = JsonReader.ofClient();

  private JsonBody() {}

  /** The object, or the problem that says why there is none. */
  public static ObjectNode read(byte[] body) {
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
  public static ObjectNode readField(String field, String text) {
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
}
