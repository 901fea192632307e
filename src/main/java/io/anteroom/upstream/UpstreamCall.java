package io.anteroom.upstream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.core.Response;

/** One call of the API, not yet sent. */
public sealed interface UpstreamCall {

  /** Whether a success must have a document; where it need not, 204 says all. */
  boolean bodyDue();

  /**
   * A call without a body.
   *
   * @param invocation sends it
   * @param bodyDue see above
   */
  record Plain(Invocation invocation, boolean bodyDue) implements UpstreamCall {

    /** One that asks for a document. */
    public Plain(Invocation invocation) {
      this(invocation, true);
    }

    /** One that removes or cancels, of which nothing need be left to tell. */
    public static Plain removal(Invocation invocation) {
      return new Plain(invocation, false);
    }

    /** Sends it. */
    @FunctionalInterface
    public interface Invocation {
      /** Sends it with this client. */
      Uni<Response> with(MixpeekApi api);
    }
  }

  /**
   * A call with a body.
   *
   * @param body what it carries
   * @param invocation sends it
   */
  record WithBody(RequestBody body, Invocation invocation) implements UpstreamCall {

    @Override
    public boolean bodyDue() {
      return true;
    }

    /** Sends it. */
    @FunctionalInterface
    public interface Invocation {
      /** Sends it with this client; the stream is asked for when the request is written. */
      Uni<Response> with(MixpeekApi api, RequestBody body, Multi<Buffer> stream);
    }
  }
}
