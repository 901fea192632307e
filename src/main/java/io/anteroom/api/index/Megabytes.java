package io.anteroom.api.index;

import io.anteroom.api.body.BodyMemory;
import io.anteroom.loop.CallersContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Keeps what takes long for its size away from the event loops. Stateless. */
final class Megabytes {

  private Megabytes() {}

  /** Whether a body, which may be null, is so large that reading it takes its time. */
  static boolean isLarge(byte[] body) {
    return body != null && body.length > BodyMemory.SMALL;
  }

  /** Does a step on a worker thread where it is about something large, and comes back. */
  static <T> Uni<T> apart(boolean large, Uni<T> step) {
    return large
        ? step.runSubscriptionOn(Infrastructure.getDefaultExecutor())
            .emitOn(CallersContext.executor())
        : step;
  }
}
