package io.anteroom.passthrough;

import io.anteroom.async.CallerContext;
import io.anteroom.async.FileContent;
import io.anteroom.quota.CallDeadline;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.http.MultipartBody;
import io.anteroom.upstream.http.MultipartBody.FilePart;
import io.anteroom.upstream.http.RequestBody;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Calls that a client waits for and that leave no task behind. Each call waits for its permit until
 * its {@link CallDeadline}. It completes on the Vert.x context of its caller. Where the upstream
 * has no response to hand on, it fails with {@link UpstreamUnavailableException}; where there is no
 * permit in time, with {@link io.anteroom.quota.NoPermitInTimeException}. A call that is cancelled
 * before it was sent is not sent. Parameters are those of the URL, forwarded as they are.
 * Thread-safe.
 */
@Singleton
public class PassThroughCalls {

  private static final Logger LOG = Logger.getLogger(PassThroughCalls.class);

  private final RetryingCalls calls;
  private final Vertx vertx;

  public PassThroughCalls(RetryingCalls calls, Vertx vertx) {
    this.calls = calls;
    this.vertx = vertx;
  }

  /**
   * A search by words or by a URL.
   *
   * @param kind the last part of the upstream's path
   * @param query a JSON document
   */
  public Uni<PassedResponse> search(
      PassThroughCall call, String kind, EndpointClass endpointClass, byte[] query) {
    UpstreamCall search =
        new UpstreamCall.WithBody(
            RequestBody.json(query),
            (api, b, stream) ->
                api.search(
                    kind,
                    call.parameters(),
                    b.contentType(),
                    b.length(),
                    call.traceparent(),
                    call.tracestate(),
                    stream));
    return passed(call, calls.callFor(call.deadline(), call.account(), endpointClass, search));
  }

  /** A search by a file, which is streamed from disk. */
  public Uni<PassedResponse> searchFile(
      PassThroughCall call, Map<String, String> fields, SearchFile file) {
    UpstreamCall search =
        new UpstreamCall.WithBody(
            MultipartBody.of(fields, part(file)),
            (api, b, stream) ->
                api.search(
                    "upload",
                    call.parameters(),
                    b.contentType(),
                    b.length(),
                    call.traceparent(),
                    call.tracestate(),
                    stream));
    return passed(
        call,
        calls.callWithFileFor(
            call.deadline(), call.account(), EndpointClass.SEARCH_UPLOAD, search));
  }

  /**
   * A list of assets.
   *
   * @param query a JSON document
   */
  public Uni<PassedResponse> assets(PassThroughCall call, byte[] query) {
    UpstreamCall list =
        new UpstreamCall.WithBody(
            RequestBody.json(query),
            (api, b, stream) ->
                api.assets(
                    call.parameters(),
                    b.contentType(),
                    b.length(),
                    call.traceparent(),
                    call.tracestate(),
                    stream));
    return passed(call, byDefault(call, list));
  }

  public Uni<PassedResponse> asset(PassThroughCall call, String id) {
    return passed(
        call,
        byDefault(
            call,
            new UpstreamCall.Plain(
                api -> api.asset(id, call.parameters(), call.traceparent(), call.tracestate()))));
  }

  public Uni<PassedResponse> deleteAsset(PassThroughCall call, String id) {
    AssetRemoval removal = new AssetRemoval(id, call);
    return back(call, byDefault(call, UpstreamCall.Plain.removal(removal)).map(removal::read));
  }

  /** What was extracted from an asset. */
  public Uni<PassedResponse> features(PassThroughCall call, String id) {
    return passed(
        call,
        byDefault(
            call,
            new UpstreamCall.Plain(
                api ->
                    api.features(id, call.parameters(), call.traceparent(), call.tracestate()))));
  }

  private Uni<UpstreamResponse> byDefault(PassThroughCall call, UpstreamCall sent) {
    return calls.callFor(call.deadline(), call.account(), EndpointClass.DEFAULT, sent);
  }

  /** The message names hosts and accounts, which are not for the client. */
  private static void log(Throwable failure) {
    LOG.warnf("a call that was passed through has no response: %s", failure.getMessage());
  }

  private FilePart part(SearchFile file) {
    return new FilePart(
        () -> FileContent.of(vertx, file.path()), file.size(), file.name(), file.contentType());
  }

  private static Uni<PassedResponse> passed(PassThroughCall call, Uni<UpstreamResponse> response) {
    return back(call, response.map(PassedResponse::of));
  }

  /**
   * Fault tolerance's retries do not pass a cancellation on, so the deadline is told, which the
   * permits are awaited with.
   */
  private static Uni<PassedResponse> back(PassThroughCall call, Uni<PassedResponse> response) {
    return response
        .onFailure(UpstreamCallException.class)
        .invoke(PassThroughCalls::log)
        .onFailure()
        .transform(UpstreamUnavailableException::of)
        .emitOn(CallerContext.executor())
        .onCancellation()
        .invoke(call.deadline()::giveUp);
  }
}
