package io.anteroom.async;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential backoff: the wait doubles with each failure, up to a longest one. Jitter keeps those
 * who failed together from trying again together (Brooker, "Exponential Backoff And Jitter", 2015).
 * Immutable, thread-safe.
 *
 * @param first the wait after the first failure, longer than 0
 */
public record Backoff(Duration first, Duration max) {

  /**
   * How long to wait after another failure.
   *
   * @param failures how many failures came before it, not negative
   */
  public Duration after(int failures) {
    long nanos = (long) (first.toNanos() * Math.pow(2, failures)); // too large a value is cut off
    return Duration.ofNanos(Math.min(max.toNanos(), nanos));
  }

  /** The same, less up to a half of it at random. */
  public Duration jitteredAfter(int failures) {
    return jittered(after(failures));
  }

  /** The wait less up to a half of it at random. */
  public static Duration jittered(Duration wait) {
    long nanos = wait.toNanos();
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1));
  }
}
