package io.anteroom.upstream;

import java.time.Duration;

/** Too many calls of this kind have failed just now: nothing was sent. */
public final class CircuitOpenException extends RuntimeException {

  private final Duration retryAfter;

  public CircuitOpenException(String calls, Duration retryAfter) {
    super("the circuit breaker of " + calls + " is open", null, false, false);
    this.retryAfter = retryAfter;
  }

  /** After which time the circuit breaker surely lets a call through again; never null. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
