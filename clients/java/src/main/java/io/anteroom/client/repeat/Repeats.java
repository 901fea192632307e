package io.anteroom.client.repeat;

import io.anteroom.client.http.FirstContact;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Repeats steps until one gives a result. Thread-safe.
 *
 * @param callTimeout how long a call may take with all its repeats
 * @param contact of the client
 */
public record Repeats(
    Pauses pauses, Backoff backoff, Executor executor, Duration callTimeout, FirstContact contact) {

  /** Takes steps within limits. To cancel what it returns ends the step that is under way. */
  public <T> CompletableFuture<T> run(Step<T> step, Limits limits) {
    return new Repeat<>(this, step, limits).start();
  }

  /** A call that gives its result with its first response. */
  public <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> attempt) {
    return call(attempt, Duration.ZERO, null);
  }

  /**
   * A call that may take longer.
   *
   * @param more how much longer, since the service holds it back, or a file has to be sent
   * @param idempotencyKey or null
   */
  public <T> CompletableFuture<T> call(
      Supplier<CompletableFuture<T>> attempt, Duration more, String idempotencyKey) {
    return run(new Attempts<>(attempt), limits(more, idempotencyKey));
  }

  /** The limits of such a call. */
  public Limits limits(Duration more, String idempotencyKey) {
    return new Limits(
        callTimeout.plus(more),
        callTimeout,
        (failure, answered) -> whenOver(failure, idempotencyKey));
  }

  private RuntimeException whenOver(Throwable failure, String idempotencyKey) {
    return failure instanceof RuntimeException refused
        ? refused
        : contact.noResponse(idempotencyKey, failure);
  }

  /** Each attempt is one step. */
  private record Attempts<T>(Supplier<CompletableFuture<T>> attempt) implements Step<T> {

    @Override
    public CompletableFuture<Turn<T>> take(int failures) {
      return Cancelling.map(attempt.get(), Turn::done);
    }
  }
}
