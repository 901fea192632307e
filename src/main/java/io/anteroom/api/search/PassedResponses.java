package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.paging.PageLinks;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.passthrough.ResponseTranslator;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/** How a call that was passed through is answered. Thread-safe. */
@Singleton
public class PassedResponses {

  private final ResponseTranslator translator;
  private final JsonBody json;
  private final RequestMemory memory;

  PassedResponses(ResponseTranslator translator, JsonBody json, RequestMemory memory) {
    this.translator = translator;
    this.json = json;
    this.memory = memory;
  }

  /** A list, kept to the client's collections. */
  Uni<Response> list(PassedRequest call, UpstreamResponse answer) {
    JsonNode list = body(answer);
    CollectionScope.dropOthers(call.client(), list);
    PageLinks.rewrite(list, call.uri().getAbsolutePath());
    return translated(call, list);
  }

  /** What is the client's to see by now: its links lead to where it called. */
  Uni<Response> ofAsset(PassedRequest call, UpstreamResponse answer) {
    JsonNode body = assetBody(answer);
    PageLinks.rewrite(body, call.uri().getAbsolutePath());
    return translated(call, body);
  }

  /** The document of a successful answer; anything else is a problem. */
  static JsonNode body(UpstreamResponse answer) {
    if (answer.isUnauthorized()) {
      throw Problems.upstreamUnauthorized(answer.status(), answer.words());
    }
    if (!answer.isSuccess()) {
      throw Problems.refused(answer.status(), words(answer), null);
    }
    return answer.body();
  }

  private static String words(UpstreamResponse answer) {
    return answer.status() / 100 == 3
        ? "the upstream answered %d; redirects are not followed".formatted(answer.status())
        : answer.words();
  }

  /** The same of a call on one asset, where 404 has a problem of its own. */
  public static JsonNode assetBody(UpstreamResponse answer) {
    if (answer.status() == 404) {
      throw ProblemType.ASSET_NOT_FOUND.problem();
    }
    return body(answer);
  }

  private Uni<Response> translated(PassedRequest call, JsonNode body) {
    return translator.translate(body, call.client().name()).map(b -> response(call, b));
  }

  /** What is large is counted while it is on its way out. */
  private byte[] bytes(PassedRequest call, JsonNode body) {
    byte[] bytes = JsonWriter.bytes(body);
    memory.takeForAnswer(call.client().name(), bytes.length);
    return bytes;
  }

  private Response response(PassedRequest call, JsonNode body) {
    ResponseBuilder response = Response.ok(bytes(call, body));
    call.turn()
        .prefer()
        .asked()
        .ifPresent(
            asked ->
                response.header("Preference-Applied", "wait=" + call.turn().most().toSeconds()));
    return response.header(HttpHeaders.VARY, "Prefer").build();
  }
}
