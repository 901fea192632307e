package io.anteroom.engine;

import io.anteroom.clock.Moment;
import io.anteroom.clock.TwoClocks;
import java.time.Duration;
import java.util.UUID;

/**
 * One lease of this process, under one id, as far as the process can know without asking the store.
 * A process that was stopped and goes on finds that it has ended; so does one whose machine was
 * suspended, by the wall clock. Thread-safe.
 */
final class ReplicaLease {

  private final UUID id = UUID.randomUUID();
  private final TwoClocks clocks;
  private volatile Moment end;

  /** One that has not begun. */
  ReplicaLease(TwoClocks clocks) {
    this.clocks = clocks;
    this.end = clocks.now();
  }

  /** The id under which its tasks are marked. */
  UUID id() {
    return id;
  }

  /** Whether it holds. */
  boolean holds() {
    return clocks.now().isSurelyBefore(end);
  }

  /** Whether it ended so long ago, or longer, by either clock. */
  boolean endedBefore(Duration ago) {
    return !clocks.now().isSurelyBefore(end.plus(ago));
  }

  /** It holds until then. */
  void extendTo(Moment newEnd) {
    end = newEnd;
  }

  /** It is lost already, whatever the clocks say. */
  void lose() {
    Moment now = clocks.now();
    if (now.isSurelyBefore(end)) {
      end = now;
    }
  }
}
