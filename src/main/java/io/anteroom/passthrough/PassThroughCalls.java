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
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;

/**
 * Calls that somebody waits for and that leave no task behind. Each waits for its permit as long as
 * its {@link CallDeadline} lasts, and answers on the Vert.x context of its caller with the
 * upstream's answer of any status below 500 but 429 that can be read; else it fails as {@link
 * RetryingCalls#callFor} does. Whoever cancels one that has not left yet has it not made.
 * Parameters are those of the URL, forwarded as they are. Thread-safe.
 */
@Singleton
public class PassThroughCalls {

  private final RetryingCalls calls;
  private final Vertx vertx;

  /** Only stores its parts. */
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
  public Uni<UpstreamResponse> search(
      Account account,
      CallDeadline patience,
      String kind,
      EndpointClass endpointClass,
      byte[] query,
      MultivaluedMap<String, String> parameters) {
    UpstreamCall call =
        new UpstreamCall.WithBody(
            RequestBody.json(query),
            (api, b, stream) -> api.search(kind, parameters, b.contentType(), b.length(), stream));
    return back(patience, calls.callFor(patience, account, endpointClass, call));
  }

  /**
   * A search by a file, which is streamed from disk.
   *
   * @param fields the other fields of the form
   */
  public Uni<UpstreamResponse> searchFile(
      Account account,
      CallDeadline patience,
      Map<String, String> fields,
      FilePart file,
      MultivaluedMap<String, String> parameters) {
    UpstreamCall call =
        new UpstreamCall.WithBody(
            MultipartBody.of(vertx, fields, file),
            (api, b, stream) ->
                api.search("upload", parameters, b.contentType(), b.length(), stream));
    return back(
        patience, calls.callWithFileFor(patience, account, EndpointClass.SEARCH_UPLOAD, call));
  }

  /**
   * A list of assets.
   *
   * @param query a JSON document
   */
  public Uni<UpstreamResponse> assets(
      Account account,
      CallDeadline patience,
      byte[] query,
      MultivaluedMap<String, String> parameters) {
    return byDefault(
        account,
        patience,
        new UpstreamCall.WithBody(
            RequestBody.json(query),
            (api, b, stream) -> api.assets(parameters, b.contentType(), b.length(), stream)));
  }

  /** One asset. */
  public Uni<UpstreamResponse> asset(
      Account account,
      CallDeadline patience,
      String id,
      MultivaluedMap<String, String> parameters) {
    return byDefault(account, patience, new UpstreamCall.Plain(api -> api.asset(id, parameters)));
  }

  /** Removes an asset. */
  public Uni<UpstreamResponse> deleteAsset(Account account, CallDeadline patience, String id) {
    AssetRemoval removal = new AssetRemoval(id);
    return byDefault(account, patience, UpstreamCall.Plain.removal(removal)).map(removal::read);
  }

  /** What was extracted from an asset. */
  public Uni<UpstreamResponse> features(
      Account account,
      CallDeadline patience,
      String id,
      MultivaluedMap<String, String> parameters) {
    return byDefault(
        account, patience, new UpstreamCall.Plain(api -> api.features(id, parameters)));
  }

  private Uni<UpstreamResponse> byDefault(
      Account account, CallDeadline patience, UpstreamCall call) {
    return back(patience, calls.callFor(patience, account, EndpointClass.DEFAULT, call));
  }

  /**
   * Retries do not pass a cancellation on, so that it is told to what they ask for permits with.
   */
  private static Uni<UpstreamResponse> back(CallDeadline patience, Uni<UpstreamResponse> answer) {
    return answer.emitOn(CallerContext.executor()).onCancellation().invoke(patience::giveUp);
  }
}
