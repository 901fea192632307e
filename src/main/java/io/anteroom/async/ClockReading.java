package io.anteroom.async;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment as both clocks of this process show it ({@link SuspendAwareClock}).
 *
 * @param nanos by the clock that never goes back, and may stand still while the machine is
 *     suspended
 * @param wall by the wall clock, which goes on meanwhile, and may be set
 */
public record ClockReading(long nanos, Instant wall) {

  /** The moment so much later, by both clocks; earlier where it is negative. */
  public ClockReading plus(Duration duration) {
    return new ClockReading(nanos + duration.toNanos(), wall.plus(duration));
  }

  /** Whether both clocks agree that this moment comes before the other one. */
  public boolean isSurelyBefore(ClockReading other) {
    return other.nanos - nanos > 0 && wall.isBefore(other.wall);
  }
}
