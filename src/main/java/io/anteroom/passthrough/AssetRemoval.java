package io.anteroom.passthrough;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.anteroom.upstream.http.MixpeekApi;
import io.anteroom.upstream.http.UpstreamCall.Plain.Invocation;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;

/**
 * Removes one asset, in as many attempts as it takes. An earlier attempt without a response may
 * have removed the asset; a later attempt then finds none, and that is a success. The attempts come
 * one after another; thread-safe.
 */
final class AssetRemoval implements Invocation {

  private final String id;
  private final PassThroughCall call;
  private volatile boolean unanswered;
  private volatile boolean maybeRemoved;

  AssetRemoval(String id, PassThroughCall call) {
    this.id = id;
    this.call = call;
  }

  @Override
  public Uni<Response> with(MixpeekApi api) {
    maybeRemoved |= unanswered;
    unanswered = true;
    return api.deleteAsset(id, call.traceparent(), call.tracestate())
        .invoke(response -> unanswered = response.getStatus() / 100 != 4);
  }

  /** What the last response means for the removal. */
  PassedResponse read(UpstreamResponse response) {
    boolean removed =
        response.status() == 204
            || maybeRemoved && response.status() == 404 && response.isOwnError();
    return removed ? removed() : PassedResponse.of(response);
  }

  private static PassedResponse removed() {
    return PassedResponse.ok(
        JsonNodeFactory.instance.objectNode().put("message", "The asset is removed."));
  }
}
