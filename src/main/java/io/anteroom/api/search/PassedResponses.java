package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.paging.PageLinks;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.passthrough.PassedResponse;
import io.anteroom.passthrough.ResponseTranslator;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/** The responses to calls that were passed through. Thread-safe. */
@Singleton
public class PassedResponses {

  private final ResponseTranslator translator;
  private final RequestMemory memory;

  PassedResponses(ResponseTranslator translator, RequestMemory memory) {
    this.translator = translator;
    this.memory = memory;
  }

  /** A list, kept to the client's collections. */
  Uni<Response> list(PassedRequest call, PassedResponse response) {
    JsonNode list = response.document();
    CollectionScope.dropOthers(call.client(), list);
    PageLinks.rewrite(list, call.uri().getAbsolutePath());
    return translated(call, list);
  }

  /** An asset, or what was extracted from it, that the client may see. */
  Uni<Response> ofAsset(PassedRequest call, PassedResponse response) {
    JsonNode body = response.asset();
    PageLinks.rewrite(body, call.uri().getAbsolutePath());
    return translated(call, body);
  }

  private Uni<Response> translated(PassedRequest call, JsonNode body) {
    return translator.translate(body, call.client().name()).map(b -> response(call, b));
  }

  /** A large body counts against the memory while it is on its way out. */
  private byte[] bytes(PassedRequest call, JsonNode body) {
    byte[] bytes = JsonWriter.bytes(body);
    memory.takeForAnswer(call.client().name(), bytes.length);
    return bytes;
  }

  private Response response(PassedRequest call, JsonNode body) {
    ResponseBuilder response = Response.ok(bytes(call, body));
    call.permitWait()
        .prefer()
        .asked()
        .ifPresent(
            asked ->
                response.header(
                    "Preference-Applied", "wait=" + call.permitWait().max().toSeconds()));
    return response.header(HttpHeaders.VARY, "Prefer").build();
  }
}
