package io.anteroom.client.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs an action once when nothing has been heard for a time. Thread-safe. */
public final class IdleTimer {

  private final long limit;
  private final Runnable action;
  private final Executor executor;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile long heard = System.nanoTime();
  private volatile CompletableFuture<Void> pause;

  private IdleTimer(Duration limit, Runnable action, Executor executor) {
    this.limit = limit.toNanos();
    this.action = action;
    this.executor = executor;
  }

  /**
   * Starts one.
   *
   * @param action runs on the executor
   */
  public static IdleTimer start(Duration limit, Runnable action, Executor executor) {
    IdleTimer timer = new IdleTimer(limit, action, executor);
    timer.checkIn(timer.limit);
    return timer;
  }

  /** Something was heard. */
  public void touch() {
    heard = System.nanoTime();
  }

  /**
   * Stops it.
   *
   * @return true if the action did not run, and never will; false if it runs, or was stopped before
   */
  public boolean stop() {
    boolean inTime = stopped.compareAndSet(false, true);
    pause.cancel(false);
    return inTime;
  }

  private void checkIn(long nanos) {
    CompletableFuture<Void> next =
        new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
    next.thenRunAsync(this::check, executor);
    pause = next;
    if (stopped.get()) {
      next.cancel(false);
    }
  }

  private void check() {
    long left = limit - (System.nanoTime() - heard);
    if (left > 0) {
      checkIn(left);
    } else if (stopped.compareAndSet(false, true)) {
      action.run();
    }
  }
}
