package io.anteroom.client.http;

import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.failure.UnreadableResponseException;
import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.Problem;
import io.anteroom.client.response.Task;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A response with success.
 *
 * @param json its body; empty if the status says that it has none
 * @param retryAfter when it is worth asking again, if the response says so
 */
public record Response(int status, JsonObject json, Optional<Duration> retryAfter) {

  private static final int NO_CONTENT = 204;
  private static final int BEGINNING = 200;

  /**
   * Reads a response.
   *
   * @throws ProblemException if it has a status of 400 or more
   * @throws UnreadableResponseException if it is none of Anteroom's
   */
  public static Response of(int status, HttpHeaders headers, String body) {
    Optional<Duration> retryAfter = RetryAfter.of(headers);
    if (status >= 400) {
      throw new ProblemException(problem(status, body), retryAfter.orElse(null));
    }
    if (status / 100 != 2) {
      throw new UnreadableResponseException(status, beginning(body), null);
    }
    try {
      JsonObject json = status == NO_CONTENT ? JsonObject.empty() : JsonObject.parse(body);
      return new Response(status, json, retryAfter);
    } catch (JsonException e) {
      throw new UnreadableResponseException(status, beginning(body), e);
    }
  }

  /**
   * The body in the form that it should have.
   *
   * @param field one that is always there in that form
   * @param type of its value, as {@link JsonObject#fields()} has it
   * @throws UnreadableResponseException if it is not there: whoever responds so is not Anteroom
   */
  public <T> T as(Function<JsonObject, T> form, String field, Class<?> type) {
    if (!type.isInstance(json.fields().get(field))) {
      JsonException missing = new JsonException("There is no " + field + ".");
      throw new UnreadableResponseException(status, beginning(json.toString()), missing);
    }
    return form.apply(json);
  }

  /** As a page of a list. */
  public <T> T asPage(Function<JsonObject, T> form) {
    return as(form, "results", List.class);
  }

  /** As a task. */
  public Task asTask() {
    return as(Task::new, "task_id", String.class);
  }

  /** A proxy's words about a problem can be anything. */
  private static Problem problem(int status, String body) {
    JsonObject json = JsonObject.empty();
    try {
      JsonObject read = JsonObject.parse(body);
      json = read.string("type").isPresent() ? read : json.with("detail", beginning(body));
    } catch (JsonException e) {
      json = json.with("detail", beginning(body));
    }
    return new Problem(json.with("status", status));
  }

  private static String beginning(String body) {
    return body.length() <= BEGINNING ? body : body.substring(0, BEGINNING) + "…";
  }
}
