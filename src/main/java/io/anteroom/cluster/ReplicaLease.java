package io.anteroom.cluster;

import io.anteroom.async.ClockReading;
import io.anteroom.async.SuspendAwareClock;
import java.time.Duration;
import java.util.UUID;

/**
 * One lease of this process, under one id, as far as the process can know without asking the
 * database. A process that was stopped and goes on finds that it has ended; so does one whose
 * machine was suspended, by the wall clock. Thread-safe.
 */
public final class ReplicaLease {

  private final UUID id = UUID.randomUUID();
  private final SuspendAwareClock clocks;
  private volatile ClockReading end;

  /** One that has not begun. */
  ReplicaLease(SuspendAwareClock clocks) {
    this.clocks = clocks;
    this.end = clocks.now();
  }

  public UUID id() {
    return id;
  }

  public boolean holds() {
    return clocks.now().isSurelyBefore(end);
  }

  /** Whether it ended so long ago, or longer, by either clock. */
  public boolean endedBefore(Duration ago) {
    return !clocks.now().isSurelyBefore(end.plus(ago));
  }

  /** It holds until then. */
  void extendTo(ClockReading newEnd) {
    end = newEnd;
  }

  /** It is lost already, whatever the clocks say. */
  void lose() {
    ClockReading now = clocks.now();
    if (now.isSurelyBefore(end)) {
      end = now;
    }
  }
}
