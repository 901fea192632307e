package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.anteroom.async.json.UnicodeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the upstream answered.
 *
 * @param retryAfter how long to stay away, where it said so
 * @param body the JSON document; where the body is none, the beginning of an error's text, else a
 *     missing node
 * @param unreadable why it tells nothing, as the end of a sentence: it says that the call
 *     succeeded, and what should be there is no document; empty where it can be read
 * @param wordLimit how much of its words is kept
 */
public record UpstreamResponse(
    int status,
    Optional<Duration> retryAfter,
    JsonNode body,
    Optional<String> unreadable,
    ErrorMessageLimit wordLimit) {

  /** One that can be read, with as many words as are kept by default. */
  public UpstreamResponse(int status, Optional<Duration> retryAfter, JsonNode body) {
    this(status, retryAfter, body, ErrorMessageLimit.DEFAULT);
  }

  UpstreamResponse(
      int status, Optional<Duration> retryAfter, JsonNode body, ErrorMessageLimit wordLimit) {
    this(status, retryAfter, body, Optional.empty(), wordLimit);
  }

  /** One that cannot, for this reason. */
  static UpstreamResponse unreadable(int status, Optional<Duration> retryAfter, String reason) {
    return new UpstreamResponse(
        status,
        retryAfter,
        MissingNode.getInstance(),
        Optional.of(reason),
        ErrorMessageLimit.DEFAULT);
  }

  /**
   * Whether it tells nothing: an intermediary (a proxy or an ingress) answered, or it broke on its
   * way. It is an outage, whatever its status says; what was asked for may have been done.
   */
  public boolean isUnreadable() {
    return unreadable.isPresent();
  }

  /** Seed: "2xx HTTP codes correspond to success", where it can be read. */
  public boolean isSuccess() {
    return status / 100 == 2 && !isUnreadable();
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
   * Whether the upstream itself says that something is wrong. Else an intermediary answered,
   * whatever the status, and nothing follows from it.
   */
  public boolean isOwnError() {
    return !isSuccess() && ErrorFormat.isOwn(body);
  }

  /** The beginning of what is written in an answer that the upstream did not give; never null. */
  public String excerpt() {
    String words = ErrorFormat.excerpt(body.isTextual() ? body.asText() : body.toString());
    return words.isEmpty() ? "nothing" : UnicodeText.mended(words);
  }

  /** Seed: 401 and 403, no access. */
  public boolean isUnauthorized() {
    return status == 401 || status == 403;
  }

  /** The task that the body is, of an answer to a call for one; empty where it is no object. */
  public Optional<UpstreamTask> task() {
    return body.isObject() ? Optional.of(UpstreamTask.from(body, wordLimit)) : Optional.empty();
  }

  /** The assets that the body lists, of an answer to a call for a list. */
  public List<UpstreamTask> assets() {
    List<UpstreamTask> assets = new ArrayList<>();
    body.path("results").forEach(asset -> assets.add(UpstreamTask.from(asset, wordLimit)));
    return assets;
  }

  /** The upstream's own words for what is wrong, never null or empty, of bounded length. */
  public String words() {
    if (isUnreadable()) {
      return "the upstream answered %d, and the answer cannot be read: %s"
          .formatted(status, UnicodeText.mended(unreadable.get()));
    }
    String words = UnicodeText.mended(ErrorMessageReader.ofAnswer(body));
    return words.isBlank() ? "the upstream answered " + status : wordLimit.cut(words);
  }
}
