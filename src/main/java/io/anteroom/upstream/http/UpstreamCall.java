package io.anteroom.upstream.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.core.Response;

/** One call of the API, not yet sent. */
public sealed interface UpstreamCall {

  /** Whether a success must have a document; where it need not, 204 says all. */
  boolean isBodyDue();

  /** Whether a document that no parser takes as a whole is read as far as it can be. */
  default boolean isReadLoosely() {
    return false;
  }

  /**
   * Whether a client waits for it. Its failures then tell nothing about the engine's calls: they
   * may be of what this client asks for.
   */
  default boolean isOfClient() {
    return false;
  }

  /** A call that a client waits for. */
  record OfClient(UpstreamCall call) implements UpstreamCall {

    @Override
    public boolean isBodyDue() {
      return call.isBodyDue();
    }

    @Override
    public boolean isReadLoosely() {
      return call.isReadLoosely();
    }

    @Override
    public boolean isOfClient() {
      return true;
    }
  }

  /**
   * A call that asks how tasks stand. Its answer goes to nobody else, so what can be read of it is
   * enough: what one client put into one asset must not keep the others from being followed.
   */
  record Followed(UpstreamCall call) implements UpstreamCall {

    @Override
    public boolean isBodyDue() {
      return call.isBodyDue();
    }

    @Override
    public boolean isReadLoosely() {
      return true;
    }
  }

  /** A call without a body. */
  record Plain(Invocation invocation, boolean isBodyDue) implements UpstreamCall {

    public Plain(Invocation invocation) {
      this(invocation, true);
    }

    /** One that removes or cancels, of which nothing need be left to tell. */
    public static Plain removal(Invocation invocation) {
      return new Plain(invocation, false);
    }

    @FunctionalInterface
    public interface Invocation {
      Uni<Response> with(MixpeekApi api);
    }
  }

  /** A call with a body. */
  record WithBody(RequestBody body, Invocation invocation) implements UpstreamCall {

    @Override
    public boolean isBodyDue() {
      return true;
    }

    @FunctionalInterface
    public interface Invocation {
      /** Sends it with this client; the stream is asked for when the request is written. */
      Uni<Response> with(MixpeekApi api, RequestBody body, Multi<Buffer> stream);
    }
  }
}
