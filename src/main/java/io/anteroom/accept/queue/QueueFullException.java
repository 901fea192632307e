package io.anteroom.accept.queue;

import java.time.Duration;

/** The queue of a client has no capacity for the tasks of an accept. */
public final class QueueFullException extends RuntimeException {

  private final transient Duration retryAfter;

  QueueFullException(long queued, long max, Duration retryAfter) {
    super(
        "%d tasks of this client wait, and at most %d may.".formatted(queued, max),
        null,
        false,
        false);
    this.retryAfter = retryAfter;
  }

  /** After which time there is capacity, if nothing else is accepted meanwhile. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
