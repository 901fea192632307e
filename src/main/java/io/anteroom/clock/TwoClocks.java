package io.anteroom.clock;

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
public class TwoClocks {

  private final LongSupplier nanos;
  private final Clock wall;

  /** The process's own monotonic clock, and this wall clock. */
  @Inject
  public TwoClocks(Clock wall) {
    this(System::nanoTime, wall);
  }

  /**
   * Any two clocks.
   *
   * @param nanos counts nanoseconds from any origin, like {@link System#nanoTime()}
   * @param wall the time of day
   */
  public TwoClocks(LongSupplier nanos, Clock wall) {
    this.nanos = nanos;
    this.wall = wall;
  }

  /** Those of the system. */
  public static TwoClocks ofSystem() {
    return new TwoClocks(Clock.systemUTC());
  }

  /** Now. */
  public Moment now() {
    return new Moment(nanos.getAsLong(), wall.instant());
  }
}
