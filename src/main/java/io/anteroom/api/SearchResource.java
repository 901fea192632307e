package io.anteroom.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.engine.PassThrough;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.UpstreamAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Searches, passed through within the account's quota. */
@Path("/search")
@Tag(name = "search")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SearchResource {

  private final Caller caller;
  private final PassThrough passThrough;
  private final JsonBody json;
  private final ApiSettings settings;

  SearchResource(Caller caller, PassThrough passThrough, JsonBody json, ApiSettings settings) {
    this.caller = caller;
    this.passThrough = passThrough;
    this.json = json;
    this.settings = settings;
  }

  /** By words. */
  @POST
  @Path("text")
  public Uni<JsonNode> text(
      byte[] body, @QueryParam("page") String page, @QueryParam("page_size") String pageSize) {
    return search("text", EndpointClass.SEARCH_TEXT, body, page, pageSize);
  }

  /** By what is at a URL. */
  @POST
  @Path("url")
  public Uni<JsonNode> url(
      byte[] body, @QueryParam("page") String page, @QueryParam("page_size") String pageSize) {
    return search("url", EndpointClass.SEARCH_URL, body, page, pageSize);
  }

  private Uni<JsonNode> search(
      String kind, EndpointClass endpointClass, byte[] body, String page, String pageSize) {
    ObjectNode query = json.read(body);
    Paging paging = Paging.of(page, pageSize);
    return passThrough
        .search(
            caller.client().account(),
            kind,
            endpointClass,
            query,
            page == null ? null : paging.page(),
            pageSize == null ? null : paging.pageSize(),
            settings.permitWait())
        .map(SearchResource::results);
  }

  private static JsonNode results(UpstreamAnswer answer) {
    if (answer.isUnauthorized()) {
      throw Problems.upstreamUnavailable("The upstream refuses the key of this account.");
    }
    if (!answer.isSuccess()) {
      throw Problems.refused(answer.status(), answer.words(), null);
    }
    return answer.body();
  }
}
