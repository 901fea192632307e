package io.anteroom.async;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The two clocks of a process, for what must not be done too late. Each of them can be behind: the
 * monotonic one of a virtual machine that was suspended does not know of that time, and a wall
 * clock may be set back. Only what both of them allow is early enough. Thread-safe.
 */
@Singleton
public class SuspendAwareClock {

  private final LongSupplier nanos;
  private final Clock wall;

  /** The process's own monotonic clock, and this wall clock. */
  @Inject
  public SuspendAwareClock(Clock wall) {
    this(System::nanoTime, wall);
  }

  /**
   * Any two clocks.
   *
   * @param nanos counts nanoseconds from any origin, like {@link System#nanoTime()}
   * @param wall the time of day
   */
  public SuspendAwareClock(LongSupplier nanos, Clock wall) {
    this.nanos = nanos;
    this.wall = wall;
  }

  /** Those of the system. */
  public static SuspendAwareClock ofSystem() {
    return new SuspendAwareClock(Clock.systemUTC());
  }

  /** Now. */
  public ClockReading now() {
    return new ClockReading(nanos.getAsLong(), wall.instant());
  }
}
