package io.anteroom.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.RequestBody;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamCall;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Calls that somebody waits for and that leave nothing behind. Thread-safe. */
@Singleton
public class PassThrough {

  private final PaidCalls calls;
  private final ObjectMapper json;

  /** Only stores its parts. */
  public PassThrough(PaidCalls calls, ObjectMapper json) {
    this.calls = calls;
    this.json = json;
  }

  /**
   * A search.
   *
   * @param kind the last part of the upstream's path
   * @param page from 1, or null
   * @param pageSize or null
   * @param maxWait how long to wait for a permit
   */
  public Uni<UpstreamAnswer> search(
      Account account,
      String kind,
      EndpointClass endpointClass,
      ObjectNode query,
      Integer page,
      Integer pageSize,
      Duration maxWait) {
    RequestBody body = RequestBody.json(bytes(query));
    UpstreamCall call =
        new UpstreamCall.WithBody(
            body,
            (api, b, stream) ->
                api.search(kind, page, pageSize, b.contentType(), b.length(), stream));
    return calls.call(account, endpointClass, maxWait, call);
  }

  private byte[] bytes(ObjectNode query) {
    try {
      return json.writeValueAsBytes(query);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
