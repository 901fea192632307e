package io.anteroom.sandbox.upstream.limits;

import java.time.Instant;

/** What time it is for the sandbox. */
@FunctionalInterface
public interface ArrivalClock {
  /** Nanoseconds since the epoch; never goes back. */
  long epochNanos();

  /** Milliseconds since the epoch, of the same clock. */
  default long epochMillis() {
    return Math.floorDiv(epochNanos(), 1_000_000L);
  }

  /**
   * The system's time at this moment, carried on by {@link System#nanoTime}: windows align with the
   * epoch, and no correction of the wall clock ever stretches or shortens one.
   */
  static ArrivalClock system() {
    Instant start = Instant.now();
    long startNanos = System.nanoTime();
    long epoch = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    return () -> epoch + (System.nanoTime() - startNanos);
  }
}
