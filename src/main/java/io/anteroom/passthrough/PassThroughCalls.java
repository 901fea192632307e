package io.anteroom.passthrough;

import io.anteroom.account.Account;
import io.anteroom.async.CallerContext;
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
import jakarta.ws.rs.core.MultivaluedMap;
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
      Account account,
      CallDeadline deadline,
      String kind,
      EndpointClass endpointClass,
      byte[] query,
      MultivaluedMap<String, String> parameters) {
    UpstreamCall call =
        new UpstreamCall.WithBody(
            RequestBody.json(query),
            (api, b, stream) -> api.search(kind, parameters, b.contentType(), b.length(), stream));
    return passed(deadline, calls.callFor(deadline, account, endpointClass, call));
  }

  /** A search by a file, which is streamed from disk. */
  public Uni<PassedResponse> searchFile(
      Account account,
      CallDeadline deadline,
      Map<String, String> fields,
      SearchFile file,
      MultivaluedMap<String, String> parameters) {
    UpstreamCall call =
        new UpstreamCall.WithBody(
            MultipartBody.of(vertx, fields, part(file)),
            (api, b, stream) ->
                api.search("upload", parameters, b.contentType(), b.length(), stream));
    return passed(
        deadline, calls.callWithFileFor(deadline, account, EndpointClass.SEARCH_UPLOAD, call));
  }

  /**
   * A list of assets.
   *
   * @param query a JSON document
   */
  public Uni<PassedResponse> assets(
      Account account,
      CallDeadline deadline,
      byte[] query,
      MultivaluedMap<String, String> parameters) {
    UpstreamCall call =
        new UpstreamCall.WithBody(
            RequestBody.json(query),
            (api, b, stream) -> api.assets(parameters, b.contentType(), b.length(), stream));
    return passed(deadline, byDefault(account, deadline, call));
  }

  public Uni<PassedResponse> asset(
      Account account,
      CallDeadline deadline,
      String id,
      MultivaluedMap<String, String> parameters) {
    UpstreamCall call = new UpstreamCall.Plain(api -> api.asset(id, parameters));
    return passed(deadline, byDefault(account, deadline, call));
  }

  public Uni<PassedResponse> deleteAsset(Account account, CallDeadline deadline, String id) {
    AssetRemoval removal = new AssetRemoval(id);
    UpstreamCall call = UpstreamCall.Plain.removal(removal);
    return back(deadline, byDefault(account, deadline, call).map(removal::read));
  }

  /** What was extracted from an asset. */
  public Uni<PassedResponse> features(
      Account account,
      CallDeadline deadline,
      String id,
      MultivaluedMap<String, String> parameters) {
    UpstreamCall call = new UpstreamCall.Plain(api -> api.features(id, parameters));
    return passed(deadline, byDefault(account, deadline, call));
  }

  private Uni<UpstreamResponse> byDefault(
      Account account, CallDeadline deadline, UpstreamCall call) {
    return calls.callFor(deadline, account, EndpointClass.DEFAULT, call);
  }

  /** The message names hosts and accounts, which are not for the client. */
  private static void log(Throwable failure) {
    LOG.warnf("a call that was passed through has no response: %s", failure.getMessage());
  }

  private static FilePart part(SearchFile file) {
    return new FilePart(file.path(), file.size(), file.name(), file.contentType());
  }

  private static Uni<PassedResponse> passed(CallDeadline deadline, Uni<UpstreamResponse> response) {
    return back(deadline, response.map(PassedResponse::of));
  }

  /**
   * Fault tolerance's retries do not pass a cancellation on, so the deadline is told, which the
   * permits are awaited with.
   */
  private static Uni<PassedResponse> back(CallDeadline deadline, Uni<PassedResponse> response) {
    return response
        .onFailure(UpstreamCallException.class)
        .invoke(PassThroughCalls::log)
        .onFailure()
        .transform(UpstreamUnavailableException::of)
        .emitOn(CallerContext.executor())
        .onCancellation()
        .invoke(deadline::giveUp);
  }
}
