package io.anteroom.quota;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One that waits in a {@link PermitQueue}. It is answered on its own context, and a permit that it
 * does not want any more by then is not lost: between the line and the caller there is a hop.
 * Thread-safe.
 */
final class PermitWaiter {

  private final PermitRequest permitRequest;
  private final CallDeadline callDeadline;
  private final Executor context;
  private final UniEmitter<? super Permit> emitter;
  private final AtomicBoolean ended = new AtomicBoolean();

  PermitWaiter(
      PermitRequest permitRequest,
      CallDeadline callDeadline,
      Executor context,
      UniEmitter<? super Permit> emitter) {
    this.permitRequest = permitRequest;
    this.callDeadline = callDeadline;
    this.context = context;
    this.emitter = emitter;
  }

  PermitRequest ask() {
    return permitRequest;
  }

  CallDeadline deadline() {
    return callDeadline;
  }

  /** Wants nothing any more; whether it did until now. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /** Hands a permit over, or runs the other thing where it is not wanted any more. */
  void serve(Permit permit, Runnable otherwise) {
    context.execute(
        () -> {
          if (!callDeadline.isGivenUp() && end()) {
            emitter.complete(permit);
          } else {
            otherwise.run();
          }
        });
  }

  void fail(Throwable failure) {
    if (end()) {
      context.execute(() -> emitter.fail(failure));
    }
  }
}
