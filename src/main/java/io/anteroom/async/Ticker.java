package io.anteroom.async;

import java.time.Duration;

/**
 * Counts nanoseconds, to measure how long something takes. The count begins anywhere, is no time of
 * day, and never goes back; it may be negative and may overflow, so two of its values are compared
 * by their difference only. Values of two processes cannot be compared. It may stand still while
 * the machine is suspended; {@link SuspendAwareClock} is for what must not be late even then.
 * Thread-safe.
 */
@FunctionalInterface
public interface Ticker {

  /** That of this process. */
  Ticker SYSTEM = System::nanoTime;

  /** The nanoseconds counted until now. */
  long nanos();

  /**
   * How long ago something was.
   *
   * @param then what {@link #nanos()} returned at that moment, within the last 292 years
   * @return zero or more
   */
  default Duration since(long then) {
    return Duration.ofNanos(nanos() - then);
  }
}
