package io.anteroom.submit;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.ws.rs.core.Response;

/**
 * Cancels one call, whatever part of it is under way: its connection is closed. Fault tolerance
 * does not pass a cancellation on, so this is done inside of it. Thread-safe.
 */
final class CallCancellation {

  private final String reason;
  private boolean cancelled;
  private UniEmitter<? super Response> emitter;

  /**
   * @param reason why it is cancelled, for the log
   */
  CallCancellation(String reason) {
    this.reason = reason;
  }

  /** The call, which fails when it is cancelled, at once where that was before. */
  Uni<Response> over(Uni<Response> call) {
    Uni<Response> failing = Uni.createFrom().emitter(e -> listen(e));
    return Uni.combine().any().of(failing, call);
  }

  /** Cancels it; nothing happens to a call that has ended. */
  void cancel() {
    UniEmitter<? super Response> listening;
    synchronized (this) {
      cancelled = true;
      listening = emitter;
    }
    if (listening != null) {
      listening.fail(failure());
    }
  }

  private void listen(UniEmitter<? super Response> listening) {
    boolean already;
    synchronized (this) {
      emitter = listening;
      already = cancelled;
    }
    if (already) {
      listening.fail(failure());
    }
  }

  private IllegalStateException failure() {
    return new IllegalStateException(reason);
  }
}
