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

  /** Not rung yet. */
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

  /** Forgets a ring. */
  public synchronized void hush() {
    rung = false;
  }

  /** Waits; true if it rang, false if the time ran out. Cancelling it leaves no timer behind. */
  public Uni<Boolean> await(Duration max) {
    return Uni.createFrom().emitter(emitter -> listen(emitter, max));
  }

  private void listen(UniEmitter<? super Boolean> emitter, Duration max) {
    long timer = vertx.setTimer(Math.max(1, max.toMillis()), id -> giveUp(emitter));
    emitter.onTermination(() -> leave(emitter, timer));
    if (!enter(emitter)) {
      emitter.complete(true);
    }
  }

  private synchronized boolean enter(UniEmitter<? super Boolean> emitter) {
    if (rung) {
      rung = false;
      return false;
    }
    waiting = emitter;
    return true;
  }

  private void giveUp(UniEmitter<? super Boolean> emitter) {
    synchronized (this) {
      if (waiting != emitter) {
        return;
      }
      waiting = null;
    }
    emitter.complete(false);
  }

  private synchronized void leave(UniEmitter<? super Boolean> emitter, long timer) {
    vertx.cancelTimer(timer);
    if (waiting == emitter) {
      waiting = null;
    }
  }
}
