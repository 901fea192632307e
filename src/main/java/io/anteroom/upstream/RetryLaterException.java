package io.anteroom.upstream;

import io.anteroom.upstream.json.UpstreamResponse;

/** An answer that says "not now": 429, 5xx, or what cannot be read. */
public final class RetryLaterException extends RuntimeException {

  private final transient UpstreamResponse answer;

  public RetryLaterException(UpstreamResponse answer) {
    super(reason(answer), null, false, false);
    this.answer = answer;
  }

  private static String reason(UpstreamResponse answer) {
    return answer.isUnreadable() ? answer.words() : "the upstream answered " + answer.status();
  }

  public UpstreamResponse answer() {
    return answer;
  }
}
