package io.anteroom.passthrough;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.anteroom.upstream.http.MixpeekApi;
import io.anteroom.upstream.http.UpstreamCall.Plain.Invocation;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * Removes one asset, in as many attempts as it takes. Where an earlier attempt may have done it, a
 * later one that does not find the asset says so. The attempts come one after another; thread-safe.
 */
final class AssetRemoval implements Invocation {

  private final String id;
  private volatile boolean unanswered;
  private volatile boolean maybeGone;

  AssetRemoval(String id) {
    this.id = id;
  }

  @Override
  public Uni<Response> with(MixpeekApi api) {
    maybeGone |= unanswered;
    unanswered = true;
    return api.deleteAsset(id).invoke(response -> unanswered = response.getStatus() / 100 != 4);
  }

  /** The last answer, as what it means for the removal. */
  UpstreamResponse read(UpstreamResponse answer) {
    boolean told =
        answer.status() == 204 || maybeGone && answer.status() == 404 && answer.isOwnError();
    return told ? gone() : answer;
  }

  private static UpstreamResponse gone() {
    return new UpstreamResponse(
        200,
        Optional.empty(),
        JsonNodeFactory.instance.objectNode().put("message", "The asset is removed."));
  }
}
