package io.anteroom.api.session;

import io.anteroom.api.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** Reads the key from the body that begins a session: {@code {"key": "…"}}. Stateless. */
final class SessionKey {

  private static final String KEY = "key";

  private SessionKey() {}

  /**
   * The key, without white space around it.
   *
   * @param body null where there is none
   */
  static String in(Buffer body) {
    if (!(json(body) instanceof JsonObject fields)) {
      throw ProblemType.MALFORMED_JSON.problem();
    }
    if (fields.getValue(KEY) instanceof String key && !key.isBlank()) {
      return key.strip();
    }
    throw ProblemType.MISSING_FIELD.about(KEY, "The field key is needed: the key of an operator.");
  }

  private static Object json(Buffer body) {
    try {
      return body == null ? null : Json.decodeValue(body);
    } catch (DecodeException e) {
      return null;
    }
  }
}
