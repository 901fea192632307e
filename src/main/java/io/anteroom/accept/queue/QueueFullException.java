package io.anteroom.accept.queue;

import java.time.Duration;

/** A client has as many tasks in the queue as it may. */
public final class QueueFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Duration retryAfter;

  QueueFullException(long queued, long most, Duration retryAfter) {
    super(
        "%d tasks of this client wait, and at most %d may.".formatted(queued, most),
        null,
        false,
        false);
    this.retryAfter = retryAfter;
  }

  /** When there is room again, if nothing else is accepted meanwhile. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
