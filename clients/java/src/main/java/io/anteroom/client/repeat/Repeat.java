package io.anteroom.client.repeat;

import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.failure.UnreadableResponseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One series of steps, one after the other. Used once. */
final class Repeat<T> {

  private final Repeats repeats;
  private final Step<T> step;
  private final Limits limits;
  private final long start = System.nanoTime();
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile CompletableFuture<?> underWay;
  private volatile Throwable lastFailure;
  private volatile boolean answered;
  private volatile int failures;
  private volatile long firstFailure;

  Repeat(Repeats repeats, Step<T> step, Limits limits) {
    this.repeats = repeats;
    this.step = step;
    this.limits = limits;
  }

  CompletableFuture<T> start() {
    CompletableFuture<Void> clock = Pauses.REAL.pause(limits.total());
    clock.thenRunAsync(this::giveUp, repeats.executor());
    result.whenComplete(
        (value, failure) -> {
          clock.cancel(false);
          cancelIfDone(underWay);
        });
    take();
    return result;
  }

  private void take() {
    if (result.isDone()) {
      return;
    }
    try {
      CompletableFuture<Turn<T>> turn = step.take(failures);
      underWay = turn;
      cancelIfDone(turn);
      turn.whenComplete(this::taken);
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void taken(Turn<T> turn, Throwable failure) {
    if (failure != null) {
      failed(Repeatable.cause(failure));
    } else if (turn.result().isPresent()) {
      result.complete(turn.result().get());
    } else {
      answered = true;
      failures = 0;
      pause(turn.pause());
    }
  }

  private void failed(Throwable failure) {
    if (!Repeatable.is(failure) && !isPassing(failure)) {
      result.completeExceptionally(failure);
      return;
    }
    answered |= failure instanceof ProblemException;
    if (lastFailure == null) {
      firstFailure = System.nanoTime();
    }
    lastFailure = failure;
    failures++;
    Duration pause = repeats.backoff().after(failures, failure);
    boolean tooLong = since(start).plus(pause).compareTo(limits.total()) > 0;
    if (tooLong || !answered && isInVain(failure, pause)) {
      giveUp();
    } else {
      pause(pause);
    }
  }

  /**
   * A page of a proxy, say. Only where Anteroom has responded before: the address is right then.
   */
  private boolean isPassing(Throwable failure) {
    return answered && failure instanceof UnreadableResponseException;
  }

  private boolean isInVain(Throwable failure, Duration pause) {
    Duration silence = since(firstFailure);
    return silence.compareTo(limits.silence()) > 0
        || repeats.contact().isOverdue(failure, silence.plus(pause));
  }

  private void pause(Duration time) {
    CompletableFuture<Void> pause = repeats.pauses().pause(time);
    underWay = pause;
    cancelIfDone(pause);
    pause
        .thenRunAsync(this::take, repeats.executor())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                result.completeExceptionally(Repeatable.cause(failure));
              }
            });
  }

  private void cancelIfDone(CompletableFuture<?> future) {
    if (future != null && result.isDone()) {
      future.cancel(true);
    }
  }

  private void giveUp() {
    result.completeExceptionally(limits.over().failure(lastFailure, answered));
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
