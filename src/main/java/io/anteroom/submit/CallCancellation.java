package io.anteroom.submit;

import io.anteroom.async.EarlyFailure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;

/**
 * Cancels one call, whatever part of it is under way: its connection is closed. Fault tolerance
 * does not pass a cancellation on, so this is done inside of it. Thread-safe.
 */
final class CallCancellation {

  private final String reason;
  private final CompletableFuture<Response> cancelled = new CompletableFuture<>();

  /**
   * @param reason why it is cancelled, for the log
   */
  CallCancellation(String reason) {
    this.reason = reason;
  }

  /** The call, which fails when it is cancelled, at once where that was before. */
  Uni<Response> over(Uni<Response> call) {
    return EarlyFailure.of(call, fail -> cancelled.whenComplete((none, why) -> fail.accept(why)));
  }

  /** Cancels it; nothing happens to a call that has ended. */
  void cancel() {
    cancelled.completeExceptionally(new IllegalStateException(reason));
  }
}
