package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the upstream answered.
 *
 * @param status the HTTP status
 * @param retryAfter how long to stay away, where it said so
 * @param body the JSON document; where the body is none, the beginning of an error's text, else a
 *     missing node
 */
public record UpstreamAnswer(int status, Optional<Duration> retryAfter, JsonNode body) {

  /** Seed: "2xx HTTP codes correspond to success". */
  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Seed: "5xx codes are for infrastructure issues". */
  public boolean isServerError() {
    return status >= 500;
  }

  /** Seed: "429 The rate limit was exceeded." */
  public boolean isRateLimited() {
    return status == 429;
  }

  /**
   * Whether the upstream itself says that something is wrong. Else somebody in between answered,
   * whatever the status, and nothing follows from it.
   */
  public boolean isOwnError() {
    return !isSuccess() && ErrorShape.isOwn(body);
  }

  /** The beginning of what is written in an answer that the upstream did not give; never null. */
  public String excerpt() {
    String words = ErrorShape.excerpt(body.isTextual() ? body.asText() : body.toString());
    return words.isEmpty() ? "nothing" : UpstreamTask.storable(words);
  }

  /** Seed: 401 and 403, no access. */
  public boolean isUnauthorized() {
    return status == 401 || status == 403;
  }

  /** The upstream's own words for what is wrong, never null. */
  public String words() {
    JsonNode detail = body.path("detail");
    String words = detail.isArray() ? detail.path(0).path("msg").asText("") : detail.asText("");
    if (words.isEmpty()) {
      words = body.path("error").path("message").asText("");
    }
    if (words.isEmpty()) {
      words = body.path("error").asText("");
    }
    return words.isEmpty() ? "the upstream answered " + status : UpstreamTask.storable(words);
  }
}
