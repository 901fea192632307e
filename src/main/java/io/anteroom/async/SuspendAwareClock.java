package io.anteroom.async;

import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * The two clocks of a process, for what must not be done too late. Each of them can be behind: the
 * monotonic one of a virtual machine that was suspended does not know of that time, and a wall
 * clock may be set back. Only what both of them allow is early enough. Thread-safe.
 */
@Singleton
public class SuspendAwareClock {

  private final Ticker ticker;
  private final Clock wall;

  /**
   * Any two clocks.
   *
   * @param ticker the monotonic one
   * @param wall the time of day
   */
  public SuspendAwareClock(Ticker ticker, Clock wall) {
    this.ticker = ticker;
    this.wall = wall;
  }

  /** Those of the system. */
  public static SuspendAwareClock ofSystem() {
    return new SuspendAwareClock(Ticker.SYSTEM, Clock.systemUTC());
  }

  /** Now. */
  public ClockReading now() {
    return new ClockReading(ticker.nanos(), wall.instant());
  }
}
