package io.anteroom.async;

import java.time.Duration;
import java.util.Optional;

/**
 * Delays what fails, with a {@link Backoff} of up to 32 times the first wait. The first success
 * ends it. Thread-safe.
 */
public final class ExponentialBackoff {

  private static final int MAX_FACTOR = 32;

  private final Backoff backoff;
  private final Ticker ticker;
  private int failures;
  private long until;

  /**
   * @param first the wait after the first failure, longer than 0
   */
  public ExponentialBackoff(Duration first, Ticker ticker) {
    this.backoff = new Backoff(first, first.multipliedBy(MAX_FACTOR));
    this.ticker = ticker;
    this.until = ticker.nanos();
  }

  public synchronized void failed() {
    if (remaining().isPresent()) {
      return; // calls that left together fail together: that is one failure
    }
    until = ticker.nanos() + backoff.jitteredAfter(failures).toNanos();
    failures++;
  }

  public synchronized void succeeded() {
    failures = 0;
  }

  /** Ends the wait that is under way; the next failure begins one that is longer. */
  public synchronized void endDelay() {
    until = ticker.nanos();
  }

  /** How long to wait still; empty where nothing is delayed. */
  public synchronized Optional<Duration> remaining() {
    long left = until - ticker.nanos();
    return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
  }
}
