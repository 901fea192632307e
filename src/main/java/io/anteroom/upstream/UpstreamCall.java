package io.anteroom.upstream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.core.Response;

/** One call of the API, not yet sent. */
public sealed interface UpstreamCall {

  /** A call without a body. */
  record Plain(Invocation invocation) implements UpstreamCall {
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
    /** Sends it. */
    @FunctionalInterface
    public interface Invocation {
      /** Sends it with this client; the stream is asked for when the request is written. */
      Uni<Response> with(MixpeekApi api, RequestBody body, Multi<Buffer> stream);
    }
  }
}
