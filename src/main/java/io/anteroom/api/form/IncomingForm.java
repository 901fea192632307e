package io.anteroom.api.form;

import io.anteroom.api.problem.ProblemType;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest.ReadCallback;

/**
 * A form while it arrives. A piece is read on a worker, since files are written, and the next one
 * comes when it has been. The rest of a form that is refused is read and dropped: otherwise it
 * would stand before the next request of the connection, which nobody would answer. Used by one
 * request only.
 */
final class IncomingForm implements ReadCallback {

  private final ServerHttpRequest request;
  private final FormParts parts;
  private final UniEmitter<? super FormData> done;
  private volatile boolean refused;
  private long dropped;

  /**
   * @param done is told the form when all of it is there, or why it is none
   */
  IncomingForm(ServerHttpRequest request, FormParts parts, UniEmitter<? super FormData> done) {
    this.request = request;
    this.parts = parts;
    this.done = done;
  }

  @Override
  public void data(ByteBuffer piece) {
    request.pauseRequestInput();
    if (refused) {
      drop(piece.remaining());
      return;
    }
    Infrastructure.getDefaultExecutor().execute(() -> read(piece));
  }

  @Override
  public void done() {
    if (refused) {
      return; // it is answered already
    }
    if (parts.areComplete()) {
      done.complete(parts.form());
    } else {
      done.fail(ProblemType.MALFORMED_FORM.with("The form ends before its last boundary."));
    }
  }

  private void read(ByteBuffer piece) {
    try {
      parts.read(piece);
      request.resumeRequestInput();
    } catch (IOException | RuntimeException e) {
      refused = true;
      done.fail(e);
      request.resumeRequestInput();
    }
  }

  /** No more than a form may have: a connection that sends on is closed by its guard. */
  private void drop(int bytes) {
    dropped += bytes;
    if (dropped <= parts.max()) {
      request.resumeRequestInput();
    }
  }
}
