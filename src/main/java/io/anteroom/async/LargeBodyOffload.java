package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Keeps what takes long for its size away from the event loops. Stateless. */
public final class LargeBodyOffload {

  /** A body of this many bytes or less is small. */
  public static final int SMALL = 64 * 1024;

  private LargeBodyOffload() {}

  /** Whether a body, which may be null, is so large that reading it takes its time. */
  public static boolean isLarge(byte[] body) {
    return body != null && body.length > SMALL;
  }

  /** The same of a body that is text. */
  public static boolean isLarge(String body) {
    return body != null && body.length() > SMALL;
  }

  /** Does a step on a worker thread where it is about something large, and comes back. */
  public static <T> Uni<T> apart(boolean large, Uni<T> step) {
    return large
        ? step.runSubscriptionOn(Infrastructure.getDefaultExecutor())
            .emitOn(CallerContext.executor())
        : step;
  }
}
