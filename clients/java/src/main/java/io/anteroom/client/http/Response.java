package io.anteroom.client.http;

import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.failure.UnreadableResponseException;
import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.Problem;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * A response with success.
 *
 * @param json its body; empty if it has none
 * @param retryAfter when it is worth asking again, if the response says so
 */
public record Response(int status, JsonObject json, Optional<Duration> retryAfter) {

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
      JsonObject json = body.isEmpty() ? JsonObject.empty() : JsonObject.parse(body);
      return new Response(status, json, retryAfter);
    } catch (JsonException e) {
      throw new UnreadableResponseException(status, beginning(body), e);
    }
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
