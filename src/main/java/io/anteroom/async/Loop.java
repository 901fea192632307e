package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs a step whenever it is woken, never twice at once: wakes during a step become one more step
 * after it. The step says when it wants to be woken by itself. Thread-safe.
 */
public final class Loop {

  private static final Logger LOG = Logger.getLogger(Loop.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** Longer than any step takes; a step that lost its answer must not stop the loop for good. */
  private static final Duration MAX_STEP = Duration.ofMinutes(3);

  private enum State {
    IDLE,
    RUNNING,
    RUNNING_AND_WOKEN,
    STOPPED;

    private State woken() {
      return this == IDLE ? RUNNING : this == RUNNING ? RUNNING_AND_WOKEN : this;
    }

    private State finished() {
      return this == RUNNING_AND_WOKEN ? RUNNING : this == STOPPED ? STOPPED : IDLE;
    }
  }

  private final String name;
  private final Vertx vertx;
  private final Supplier<Uni<Optional<Duration>>> step;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private volatile long timer = -1;
  private volatile boolean stepping;

  /**
   * A loop that waits for its first wake.
   *
   * @param step one step; answers with the time to its next run, or empty to wait for a wake
   */
  public Loop(String name, Vertx vertx, Supplier<Uni<Optional<Duration>>> step) {
    this.name = name;
    this.vertx = vertx;
    this.step = step;
  }

  /** Runs a step now, or once more after the one that is running. */
  public void wake() {
    if (state.getAndUpdate(State::woken) == State.IDLE) {
      run();
    }
  }

  public boolean isStepping() {
    return stepping;
  }

  public void stop() {
    state.set(State.STOPPED);
    vertx.cancelTimer(timer);
  }

  private void run() {
    vertx.cancelTimer(timer);
    stepping = true;
    Uni.createFrom()
        .deferred(step::get)
        .ifNoItem()
        .after(MAX_STEP)
        .fail()
        .subscribe()
        .with(this::finish, this::fail);
  }

  private void fail(Throwable failure) {
    LOG.warnf("%s: %s; again in a moment", name, failure.toString());
    LOG.debug(name, failure);
    long jitter = ThreadLocalRandom.current().nextLong(AFTER_FAILURE.toMillis() / 2);
    finish(Optional.of(AFTER_FAILURE.plusMillis(jitter)));
  }

  private void finish(Optional<Duration> next) {
    stepping = false;
    next.ifPresent(this::schedule);
    if (state.getAndUpdate(State::finished) == State.RUNNING_AND_WOKEN) {
      vertx.runOnContext(nothing -> run());
    }
  }

  private void schedule(Duration delay) {
    timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> wake());
  }
}
