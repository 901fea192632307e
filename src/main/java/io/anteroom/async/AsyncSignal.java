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

  /** One wait. It is over before it is entered where its timer was faster. */
  private static final class Wait {
    private final UniEmitter<? super Boolean> emitter;
    private long timer;
    private boolean over;

    private Wait(UniEmitter<? super Boolean> emitter) {
      this.emitter = emitter;
    }
  }

  private final Vertx vertx;
  private boolean rung;
  private Wait waiting;

  public AsyncSignal(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Wakes the one that waits, or the next one. */
  public void ring() {
    Wait woken;
    synchronized (this) {
      woken = takeOut();
      rung = woken == null;
    }
    if (woken != null) {
      woken.emitter.complete(true);
    }
  }

  public synchronized void hush() {
    rung = false;
  }

  /** Waits; true if it rang, false if the time ran out. Cancelling it leaves no timer behind. */
  public Uni<Boolean> await(Duration max) {
    return Uni.createFrom().emitter(emitter -> listen(new Wait(emitter), max));
  }

  /** Forgets the one that waits, who hears nothing any more, and its timer. */
  public void abandon() {
    Wait abandoned;
    synchronized (this) {
      abandoned = takeOut();
    }
    if (abandoned != null) {
      vertx.cancelTimer(abandoned.timer);
    }
  }

  private void listen(Wait wait, Duration max) {
    long timer = WaitTimer.start(vertx, wait.emitter, max, () -> giveUp(wait), () -> leave(wait));
    if (takesRing(wait, timer)) {
      wait.emitter.complete(true);
    }
  }

  /** Whether it rang before. If not, it waits from now on, unless it is over by now. */
  private synchronized boolean takesRing(Wait wait, long timer) {
    if (wait.over) {
      return false;
    }
    if (rung) {
      rung = false;
      wait.over = true;
      return true;
    }
    wait.timer = timer;
    waiting = wait;
    return false;
  }

  private void giveUp(Wait wait) {
    if (leave(wait)) {
      wait.emitter.complete(false);
    }
  }

  /** Whether it was not over before. */
  private synchronized boolean leave(Wait wait) {
    if (wait.over) {
      return false;
    }
    wait.over = true;
    if (waiting == wait) {
      waiting = null;
    }
    return true;
  }

  /** The one that waits, for whom it is over; null where nobody does. Only under the lock. */
  private Wait takeOut() {
    Wait taken = waiting;
    waiting = null;
    if (taken != null) {
      taken.over = true;
    }
    return taken;
  }
}
