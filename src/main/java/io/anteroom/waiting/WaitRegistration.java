package io.anteroom.waiting;

import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One request that waits for a change of a task. It leaves the registry when its wait ends, however
 * it ends. Thread-safe.
 */
public final class WaitRegistration implements Consumer<TaskSignal> {

  private final Vertx vertx;
  private final Predicate<TaskSignal> until;
  private final BooleanSupplier isClosed;
  private final Consumer<WaitRegistration> onLeave;
  private Boolean outcome;
  private UniEmitter<? super Boolean> emitter;

  /** Not Mutiny's: that keeps what is cancelled until its time, and so whoever hung up. */
  private volatile long timer = -1;

  /**
   * @param isClosed whether nobody waits any more
   * @param onLeave takes this out of the registry; may be called more than once
   */
  WaitRegistration(
      Vertx vertx,
      Predicate<TaskSignal> until,
      BooleanSupplier isClosed,
      Consumer<WaitRegistration> onLeave) {
    this.vertx = vertx;
    this.until = until;
    this.isClosed = isClosed;
    this.onLeave = onLeave;
  }

  /** Waits; true if the signal came, false if the time ran out. Cancelling it leaves. */
  public Uni<Boolean> await(Duration max) {
    return Uni.createFrom()
        .<Boolean>emitter(listener -> listen(listener, max))
        .onTermination()
        .invoke(this::leave);
  }

  /** Leaves without waiting. */
  public void leave() {
    vertx.cancelTimer(timer);
    onLeave.accept(this);
  }

  private void listen(UniEmitter<? super Boolean> listener, Duration max) {
    Boolean already;
    synchronized (this) {
      already = outcome == null && isClosed.getAsBoolean() ? Boolean.FALSE : outcome;
      emitter = listener;
      timer = already == null ? vertx.setTimer(Math.max(1, max.toMillis()), id -> giveUp()) : -1;
    }
    if (already != null) {
      listener.complete(already);
    }
  }

  /** A change of the task that it waits for. */
  @Override
  public void accept(TaskSignal taskSignal) {
    if (until.test(taskSignal)) {
      settle(true);
    }
  }

  /** The time is over. */
  void giveUp() {
    settle(false);
  }

  private void settle(boolean signalled) {
    UniEmitter<? super Boolean> listener;
    synchronized (this) {
      outcome = outcome == null ? signalled : outcome;
      listener = emitter;
    }
    if (listener != null) {
      listener.complete(signalled);
    }
  }
}
