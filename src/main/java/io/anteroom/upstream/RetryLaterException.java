package io.anteroom.upstream;

import io.anteroom.upstream.json.UpstreamResponse;
import java.time.Duration;
import java.util.Optional;

/** An answer that says "not now": 429, 5xx, or what cannot be read. */
public final class RetryLaterException extends RuntimeException {

  private final transient UpstreamResponse answer;
  private final transient Optional<Duration> retryAfter;

  /** After an answer that asks for a wait itself, or for none. */
  public RetryLaterException(UpstreamResponse answer) {
    this(answer, answer.retryAfter());
  }

  /**
   * After a 429.
   *
   * @param nextPermit after which time the ledger, paused by now, has a permit for another call
   */
  public RetryLaterException(UpstreamResponse answer, Duration nextPermit) {
    this(answer, Optional.of(nextPermit));
  }

  private RetryLaterException(UpstreamResponse answer, Optional<Duration> retryAfter) {
    super(reason(answer), null, false, false);
    this.answer = answer;
    this.retryAfter = retryAfter;
  }

  private static String reason(UpstreamResponse answer) {
    return answer.isUnreadable() ? answer.words() : "the upstream answered " + answer.status();
  }

  public UpstreamResponse answer() {
    return answer;
  }

  /** After which time another call is worth it; empty where that is not known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
