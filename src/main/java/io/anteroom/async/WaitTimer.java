package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Bounds a wait by a timer that is gone when the wait ends, however it ends. Mutiny's own timers
 * keep what is done or cancelled in memory until their time, and so everybody who hung up.
 */
public final class WaitTimer {

  private WaitTimer() {}

  /**
   * Starts a timer for an emitter that has no callback for its end yet.
   *
   * @param max whole milliseconds count; less than one is one
   * @param onTimeout runs on a Vert.x context when the time is over and the emitter has not ended
   * @param onEnd runs once when the emitter has ended or was cancelled
   * @return the timer, for those who end the wait without the emitter
   */
  public static long start(
      Vertx vertx, UniEmitter<?> emitter, Duration max, Runnable onTimeout, Runnable onEnd) {
    long timer = vertx.setTimer(Math.max(1, max.toMillis()), id -> onTimeout.run());
    emitter.onTermination(
        () -> {
          vertx.cancelTimer(timer);
          onEnd.run();
        });
    return timer;
  }

  /** The same work; when the time is over it is cancelled and {@link TimeoutException} comes. */
  public static <T> Uni<T> limit(Vertx vertx, Duration max, Uni<T> work) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Cancellable running = work.subscribe().with(emitter::complete, emitter::fail);
              start(
                  vertx, emitter, max, () -> emitter.fail(new TimeoutException()), running::cancel);
            });
  }
}
