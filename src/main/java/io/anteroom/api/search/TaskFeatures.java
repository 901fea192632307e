package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.ApiSettings;
import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.PageLinks;
import io.anteroom.api.path.RequestAddress;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.response.TaskDetails;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.passthrough.PassThroughCall;
import io.anteroom.passthrough.PassThroughCalls;
import io.anteroom.passthrough.PassedResponse;
import io.anteroom.passthrough.ResponseTranslator;
import io.anteroom.quota.CallDeadline;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.TaskView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Adds what was extracted to a task that has an asset, for one call upstream. Thread-safe. */
@Singleton
public class TaskFeatures {

  private static final String FEATURES = "features";

  private final PassThroughCalls passThroughCalls;
  private final ResponseTranslator translator;
  private final SpentQuota spent;
  private final ApiSettings settings;
  private final ObjectMapper json;
  private final RequestMemory memory;

  TaskFeatures(
      PassThroughCalls passThroughCalls,
      ResponseTranslator translator,
      SpentQuota spent,
      ApiSettings settings,
      ObjectMapper json,
      RequestMemory memory) {
    this.passThroughCalls = passThroughCalls;
    this.translator = translator;
    this.spent = spent;
    this.settings = settings;
    this.json = json;
    this.memory = memory;
  }

  /** The same answer with the field {@code features}, where it shows a task with an asset. */
  public Uni<Response> into(Response answer, Client client, UriInfo uri) {
    if (!(answer.getEntity() instanceof TaskDetails details) || details.task().assetId() == null) {
      return Uni.createFrom().item(answer);
    }
    TaskView task = details.task();
    Caller.demandCollection(client, task.collectionId());
    RequestAddress.check(uri);
    spent.note(EndpointClass.DEFAULT);
    return passThroughCalls
        .features(
            new PassThroughCall(
                client,
                CallDeadline.ofCaller(client.name(), settings.permitWait()),
                new MultivaluedHashMap<>()),
            task.assetId())
        .map(PassedResponse::asset)
        .invoke(features -> rewrite(features, task, uri))
        .chain(features -> translator.translate(features, client.name()))
        .map(features -> with(answer, details, features, client));
  }

  private static void rewrite(JsonNode features, TaskView task, UriInfo uri) {
    PageLinks.rewrite(
        features,
        uri.getBaseUriBuilder().path("assets").path(task.assetId()).path(FEATURES).build());
  }

  private Response with(Response answer, TaskDetails task, JsonNode features, Client client) {
    ObjectNode all = json.valueToTree(task);
    all.set(FEATURES, features);
    byte[] bytes = JsonWriter.bytes(all);
    memory.takeForAnswer(client.name(), bytes.length);
    return Response.fromResponse(answer).entity(bytes).build();
  }
}
