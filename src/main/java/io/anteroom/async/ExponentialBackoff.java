package io.anteroom.async;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", 2015): doubles
 * with each failure up to 32 times the first wait, forgotten with the first success. Thread-safe.
 */
public final class ExponentialBackoff {

  private static final int MOST_DOUBLINGS = 5;

  private final Duration first;
  private int failures;
  private long until = System.nanoTime();

  public ExponentialBackoff(Duration first) {
    this.first = first;
  }

  public synchronized void failed() {
    if (remaining().isPresent()) {
      return; // calls that left together fail together: that is one failure
    }
    long most = first.toNanos() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    until = System.nanoTime() + ThreadLocalRandom.current().nextLong(most / 2, most + 1);
  }

  public synchronized void succeeded() {
    failures = 0;
  }

  /** How long to hold back still; empty where not at all. */
  public synchronized Optional<Duration> remaining() {
    long left = until - System.nanoTime();
    return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
  }
}
