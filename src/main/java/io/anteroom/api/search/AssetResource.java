package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.path.AssetIdParameter;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.passthrough.AssetAccess;
import io.anteroom.passthrough.PassThroughCalls;
import io.anteroom.passthrough.PassedResponse;
import io.anteroom.quota.EndpointClass;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Assets and what was extracted from them, passed through within the account's quota. */
@Path("/assets")
@Produces(MediaType.APPLICATION_JSON)
public class AssetResource {

  private final Caller caller;
  private final PassThroughCalls passThroughCalls;
  private final PassedResponses responses;
  private final AssetAccess access;
  private final SpentQuota spent;
  private final WaitLimits waitLimits;

  AssetResource(
      Caller caller,
      PassThroughCalls passThroughCalls,
      PassedResponses responses,
      AssetAccess access,
      SpentQuota spent,
      WaitLimits waitLimits) {
    this.caller = caller;
    this.passThroughCalls = passThroughCalls;
    this.responses = responses;
    this.access = access;
    this.spent = spent;
    this.waitLimits = waitLimits;
  }

  /** A list, filtered as the upstream does it; no body asks for all. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> list(byte[] body, @Context UriInfo uri, @Context HttpHeaders headers) {
    PassedRequest call = call(uri, headers);
    ObjectNode query =
        body == null || body.length == 0
            ? JsonNodeFactory.instance.objectNode()
            : JsonBody.read(body);
    if (!CollectionScope.narrowList(call.client(), query)) {
      return responses.list(call, PassedResponse.ok(emptyList(call.paging())));
    }
    byte[] document = JsonWriter.bytes(query);
    return passThroughCalls
        .assets(call.begin(), document)
        .chain(response -> responses.list(call, response));
  }

  @GET
  @Path("{id}")
  public Uni<Response> get(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetIdParameter.of(id);
    PassedRequest call = call(uri, headers);
    return passThroughCalls
        .asset(call.begin(), asset)
        .invoke(response -> AssetAccess.check(call.client(), response.asset()))
        .chain(response -> responses.ofAsset(call, response));
  }

  /** Removes an asset upstream. The task that made it stays as it is. */
  @DELETE
  @Path("{id}")
  public Uni<Response> delete(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetIdParameter.of(id);
    PassedRequest call = call(uri, headers);
    return access
        .demand(call.client(), call.deadline(), asset)
        .chain(() -> passThroughCalls.deleteAsset(call.begin(), asset))
        .chain(response -> responses.ofAsset(call, response));
  }

  @GET
  @Path("{id}/features")
  public Uni<Response> features(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetIdParameter.of(id);
    PassedRequest call = call(uri, headers);
    return access
        .demand(call.client(), call.deadline(), asset)
        .chain(() -> passThroughCalls.features(call.begin(), asset))
        .chain(response -> responses.ofAsset(call, response));
  }

  private PassedRequest call(UriInfo uri, HttpHeaders headers) {
    spent.note(EndpointClass.DEFAULT);
    return new PassedRequest(caller.client(), uri, waitLimits.forPermit(headers));
  }

  private JsonNode emptyList(Paging asked) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.putArray("results");
    ObjectNode pagination = list.putObject("pagination");
    pagination.put("total", 0).put("page", asked.page()).put("page_size", asked.pageSize());
    pagination.put("total_pages", asked.pages(0));
    pagination.putNull("next_page").putNull("previous_page");
    return list;
  }
}
