package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.Caller;
import io.anteroom.api.CollectionScope;
import io.anteroom.api.JsonBody;
import io.anteroom.api.Problems;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.wait.Waits;
import io.anteroom.engine.PassThrough;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.UpstreamAnswer;
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
  private final PassThrough passThrough;
  private final PassedAnswers answers;
  private final AssetAccess access;
  private final SpentQuota spent;
  private final JsonBody json;
  private final Waits waits;

  AssetResource(
      Caller caller,
      PassThrough passThrough,
      PassedAnswers answers,
      AssetAccess access,
      SpentQuota spent,
      JsonBody json,
      Waits waits) {
    this.caller = caller;
    this.passThrough = passThrough;
    this.answers = answers;
    this.access = access;
    this.spent = spent;
    this.json = json;
    this.waits = waits;
  }

  /** A list, filtered as the upstream does it; no body asks for all. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> list(byte[] body, @Context UriInfo uri, @Context HttpHeaders headers) {
    PassedCall call = call(uri, headers);
    ObjectNode query = body == null || body.length == 0 ? json.object() : json.read(body);
    if (!CollectionScope.narrowList(call.client(), query)) {
      return answers.list(
          call, new UpstreamAnswer(200, Optional.empty(), emptyList(call.paging())));
    }
    byte[] document = json.write(query).getBytes(StandardCharsets.UTF_8);
    return passThrough
        .assets(call.client().account(), call.patience(), document, call.parameters())
        .chain(answer -> answers.list(call, answer));
  }

  /** One asset. */
  @GET
  @Path("{id}")
  public Uni<Response> get(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetId.of(id);
    PassedCall call = call(uri, headers);
    return passThrough
        .asset(call.client().account(), call.patience(), asset, call.parameters())
        .invoke(answer -> check(call.client(), answer))
        .chain(answer -> answers.ofAsset(call, answer));
  }

  /** Removes an asset upstream. The task that made it stays as it is. */
  @DELETE
  @Path("{id}")
  public Uni<Response> delete(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetId.of(id);
    PassedCall call = call(uri, headers);
    return access
        .demand(call, asset)
        .chain(() -> passThrough.deleteAsset(call.client().account(), call.patience(), asset))
        .chain(answer -> answers.ofAsset(call, answer));
  }

  /** What was extracted from an asset. */
  @GET
  @Path("{id}/features")
  public Uni<Response> features(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asset = AssetId.of(id);
    PassedCall call = call(uri, headers);
    return access
        .demand(call, asset)
        .chain(
            () ->
                passThrough.features(
                    call.client().account(), call.patience(), asset, call.parameters()))
        .chain(answer -> answers.ofAsset(call, answer));
  }

  private PassedCall call(UriInfo uri, HttpHeaders headers) {
    spent.note(EndpointClass.DEFAULT);
    return new PassedCall(caller.client(), uri, waits.forPermit(headers));
  }

  private static void check(Client client, UpstreamAnswer answer) {
    if (client.isRestricted()
        && !client.mayUse(CollectionScope.collectionOf(PassedAnswers.assetBody(answer)))) {
      throw Problems.assetNotFound();
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
