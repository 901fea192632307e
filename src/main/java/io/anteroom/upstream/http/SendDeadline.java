package io.anteroom.upstream.http;

import io.anteroom.async.EarlyFailure;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.quota.Permit;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Notes the moment at which the first byte of a request may leave, and refuses it when that moment
 * is past the use-by: a process that was stopped and goes on does not send late.
 *
 * <p>The REST client asks for the body of a request only once the connection is open, and writes
 * the head of the request with the first part of the body. A body that fails must not reach the
 * client as a failure: its pipe would end the request in the regular way, the head with a body that
 * is too short. It falls silent instead, and the call is broken off from outside. Thread-safe.
 */
public final class SendDeadline {

  private enum State {
    OPEN,
    SENT,
    CLOSED
  }

  private final Permit permit;
  private final SuspendAwareClock clocks;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile Consumer<Throwable> breaker;

  public SendDeadline(Permit permit, SuspendAwareClock clocks) {
    this.permit = permit;
    this.clocks = clocks;
  }

  /** The body, whose first part goes on only before the use-by. */
  public Multi<Buffer> guard(RequestBody body) {
    return Multi.createFrom()
        .item(body)
        .onItem()
        .transformToMultiAndConcatenate(
            b ->
                marked(
                    b.content().get().onFailure().transform(RequestBodyUnreadableException::new)))
        .onFailure()
        .call(
            failure -> {
              breaker.accept(failure);
              return Uni.createFrom().nothing();
            });
  }

  /** Nothing has left while the first part is not there: a file that cannot be opened is unsent. */
  private Multi<Buffer> marked(Multi<Buffer> content) {
    AtomicBoolean first = new AtomicBoolean(true);
    Runnable markOnce =
        () -> {
          if (first.getAndSet(false)) {
            mark();
          }
        };
    return content.onItem().invoke(markOnce).onCompletion().invoke(markOnce);
  }

  /**
   * The call, which fails as soon as its body does; the connection is closed then. To be subscribed
   * to once.
   */
  public Uni<Response> breakOff(Uni<Response> call) {
    return EarlyFailure.of(call, fail -> breaker = fail);
  }

  /** Throws {@link PermitExpiredException} or notes that a byte may leave from now on. */
  public void mark() {
    boolean late = !permit.usableAt(clocks.now());
    if (late || !state.compareAndSet(State.OPEN, State.SENT)) {
      throw new PermitExpiredException();
    }
  }

  /** Whether a byte may have left; if not, none will any more. */
  public boolean maybeSent() {
    state.compareAndSet(State.OPEN, State.CLOSED);
    return state.get() == State.SENT;
  }
}
