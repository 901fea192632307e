package io.anteroom.upstream;

import io.anteroom.quota.Permit;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.buffer.Buffer;

/**
 * Notes the moment at which the first byte of a request may leave, and refuses it when that moment
 * is past the use-by: a process that was stopped and goes on does not send late.
 *
 * <p>The REST client subscribes to the body of a request only once the connection is open, and
 * writes the head of the request with the first part of the body. Thread-safe.
 */
final class SendMark {

  private final Permit permit;
  private volatile boolean sent;

  SendMark(Permit permit) {
    this.permit = permit;
  }

  /** The body, which can only be read before the use-by. */
  Multi<Buffer> guard(RequestBody body) {
    return Multi.createFrom()
        .deferred(
            () -> {
              mark();
              return body.content().get();
            });
  }

  /** Throws {@link UseByPassed} or notes that a byte may leave from now on. */
  void mark() {
    if (!permit.usableAt(System.nanoTime())) {
      throw new UseByPassed();
    }
    sent = true;
  }

  boolean maybeSent() {
    return sent;
  }
}
