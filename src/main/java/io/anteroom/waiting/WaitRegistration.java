package io.anteroom.waiting;

import io.anteroom.async.AsyncSignal;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One request that waits for a change of a task. It leaves the registry when its wait ends, however
 * it ends. Thread-safe.
 */
public final class WaitRegistration implements Consumer<TaskSignal> {

  private final AsyncSignal signal;
  private final Predicate<TaskSignal> until;
  private final Consumer<WaitRegistration> onLeave;
  private volatile boolean givenUp;

  /**
   * @param onLeave takes this out of the registry; may be called more than once
   */
  WaitRegistration(Vertx vertx, Predicate<TaskSignal> until, Consumer<WaitRegistration> onLeave) {
    this.signal = new AsyncSignal(vertx);
    this.until = until;
    this.onLeave = onLeave;
  }

  /** Waits; true if the signal came, false if the time ran out. Cancelling it leaves. */
  public Uni<Boolean> await(Duration max) {
    return signal.await(max).map(rung -> rung && !givenUp).onTermination().invoke(this::leave);
  }

  /** Leaves; whoever waits hears nothing any more. */
  public void leave() {
    signal.abandon();
    onLeave.accept(this);
  }

  @Override
  public void accept(TaskSignal taskSignal) {
    if (until.test(taskSignal)) {
      signal.ring();
    }
  }

  /** The time is over, be it that nobody waits yet. */
  void giveUp() {
    givenUp = true;
    signal.ring();
  }
}
