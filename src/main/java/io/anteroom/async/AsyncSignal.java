package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Lets one wait for a ring. A ring while nobody waits is kept for the next wait. Thread-safe, for
 * one that waits at a time.
 */
public final class AsyncSignal {

  private final Vertx vertx;
  private boolean rung;
  private UniEmitter<? super Boolean> waiting;
  private long timer;

  public AsyncSignal(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Wakes the one that waits, or the next one. */
  public void ring() {
    UniEmitter<? super Boolean> emitter;
    synchronized (this) {
      emitter = waiting;
      waiting = null;
      rung = emitter == null;
    }
    if (emitter != null) {
      emitter.complete(true);
    }
  }

  public synchronized void hush() {
    rung = false;
  }

  /** Waits; true if it rang, false if the time ran out. Cancelling it leaves no timer behind. */
  public Uni<Boolean> await(Duration max) {
    return Uni.createFrom().emitter(emitter -> listen(emitter, max));
  }

  /** Forgets the one that waits, who hears nothing any more, and its timer. */
  public synchronized void abandon() {
    if (waiting != null) {
      waiting = null;
      vertx.cancelTimer(timer);
    }
  }

  private void listen(UniEmitter<? super Boolean> emitter, Duration max) {
    long started =
        WaitTimer.start(vertx, emitter, max, () -> giveUp(emitter), () -> leave(emitter));
    if (!enter(emitter, started)) {
      emitter.complete(true);
    }
  }

  private synchronized boolean enter(UniEmitter<? super Boolean> emitter, long started) {
    if (rung) {
      rung = false;
      return false;
    }
    waiting = emitter;
    timer = started;
    return true;
  }

  private void giveUp(UniEmitter<? super Boolean> emitter) {
    if (leave(emitter)) {
      emitter.complete(false);
    }
  }

  /** Whether it still waited. */
  private synchronized boolean leave(UniEmitter<? super Boolean> emitter) {
    boolean waited = waiting == emitter;
    if (waited) {
      waiting = null;
    }
    return waited;
  }
}
