package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the upstream answered.
 *
 * @param status the HTTP status
 * @param retryAfter how long to stay away, where it said so
 * @param body the JSON document, or a missing node where the body is none
 * @param wordLimit how much of its words is kept
 */
public record UpstreamAnswer(
    int status, Optional<Duration> retryAfter, JsonNode body, WordLimit wordLimit) {

  /** With as many words as are kept by default. */
  public UpstreamAnswer(int status, Optional<Duration> retryAfter, JsonNode body) {
    this(status, retryAfter, body, WordLimit.DEFAULT);
  }

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

  /** The task that the body is, of an answer to a call for one. */
  public UpstreamTask task() {
    return UpstreamTask.from(body, wordLimit);
  }

  /** The assets that the body lists, of an answer to a call for a list. */
  public List<UpstreamTask> assets() {
    List<UpstreamTask> assets = new ArrayList<>();
    body.path("results").forEach(asset -> assets.add(UpstreamTask.from(asset, wordLimit)));
    return assets;
  }

  /** The upstream's own words for what is wrong, never null or empty, of bounded length. */
  public String words() {
    String words = UpstreamTask.storable(ErrorWords.ofAnswer(body));
    return words.isBlank() ? "the upstream answered " + status : wordLimit.cut(words);
  }
}
