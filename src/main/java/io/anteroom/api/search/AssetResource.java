package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.path.AssetIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.wait.WaitLimits;
import io.anteroom.passthrough.AssetAccess;
import io.anteroom.passthrough.PassThroughCalls;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.json.UpstreamResponse;
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
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Assets and what was extracted from them, passed through within the account's quota. */
@Path("/assets")
@Produces(MediaType.APPLICATION_JSON)
public class AssetResource {

  private final Caller caller;
  private final PassThroughCalls passThroughCalls;
  private final PassedResponses answers;
  private final AssetAccess access;
  private final SpentQuota spent;
  private final JsonBody json;
  private final WaitLimits waitLimits;

  AssetResource(
      Caller caller,
      PassThroughCalls passThroughCalls,
      PassedResponses answers,
      AssetAccess access,
      SpentQuota spent,
      JsonBody json,
      WaitLimits waitLimits) {
    this.caller = caller;
    this.passThroughCalls = passThroughCalls;
    this.answers = answers;
    this.access = access;
    this.spent = spent;
    this.json = json;
    this.waitLimits = waitLimits;
  }

  /** A list, filtered as the upstream does it; no body asks for all. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> list(byte[] body, @Context UriInfo uri, @Context HttpHeaders headers) {
    PassedRequest call = call(uri, headers);
    ObjectNode query = body == null || body.length == 0 ? json.object() : json.read(body);
    if (!CollectionScope.narrowList(call.client(), query)) {
      return answers.list(
          call, new UpstreamResponse(200, Optional.empty(), emptyList(call.paging())));
    }
    byte[] document = json.write(query).getBytes(StandardCharsets.UTF_8);
    return passThroughCalls
        .assets(call.client().account(), call.patience(), document, call.parameters())
        .chain(answer -> answers.list(call, answer));
  }

  /** One asset. */
  @GET
  @Path("{id}")
  public Uni<Response> get(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetIdParameter.of(id);
    PassedRequest call = call(uri, headers);
    return passThroughCalls
        .asset(call.client().account(), call.patience(), asset, call.parameters())
        .invoke(answer -> check(call.client(), answer))
        .chain(answer -> answers.ofAsset(call, answer));
  }

  /** Removes an asset upstream. The task that made it stays as it is. */
  @DELETE
  @Path("{id}")
  public Uni<Response> delete(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetIdParameter.of(id);
    PassedRequest call = call(uri, headers);
    return access
        .demand(call, asset)
        .chain(() -> passThroughCalls.deleteAsset(call.client().account(), call.patience(), asset))
        .chain(answer -> answers.ofAsset(call, answer));
  }

  /** What was extracted from an asset. */
  @GET
  @Path("{id}/features")
  public Uni<Response> features(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetIdParameter.of(id);
    PassedRequest call = call(uri, headers);
    return access
        .demand(call, asset)
        .chain(
            () ->
                passThroughCalls.features(
                    call.client().account(), call.patience(), asset, call.parameters()))
        .chain(answer -> answers.ofAsset(call, answer));
  }

  private PassedRequest call(UriInfo uri, HttpHeaders headers) {
    spent.note(EndpointClass.DEFAULT);
    return new PassedRequest(caller.client(), uri, waitLimits.forPermit(headers));
  }

  private static void check(Client client, UpstreamResponse answer) {
    if (client.isRestricted()
        && !client.mayUse(CollectionScope.collectionOf(PassedResponses.assetBody(answer)))) {
      throw ProblemType.ASSET_NOT_FOUND.problem();
    }
  }

  private JsonNode emptyList(Paging asked) {
    ObjectNode list = json.object();
    list.putArray("results");
    ObjectNode pagination = list.putObject("pagination");
    pagination.put("total", 0).put("page", asked.page()).put("page_size", asked.pageSize());
    pagination.put("total_pages", asked.pages(0));
    pagination.putNull("next_page").putNull("previous_page");
    return list;
  }
}
