package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the upstream answered.
 *
 * @param status the HTTP status
 * @param retryAfter how long to stay away, where it said so
 * @param body the JSON document, or a missing node where the body is none
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
