package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.PageLinks;
import io.anteroom.api.path.RequestAddress;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.response.TaskDetails;
import io.anteroom.api.response.TaskInclusions;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.async.CallerContext;
import io.anteroom.async.Ticker;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.passthrough.PassThroughCall;
import io.anteroom.passthrough.PassThroughCalls;
import io.anteroom.passthrough.PassedResponse;
import io.anteroom.passthrough.ResponseTranslator;
import io.anteroom.quota.CallDeadline;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.TaskView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Adds what was extracted to a task that is DONE, for one call upstream: the first page of it.
 * Where it cannot be had, the task says why. Thread-safe.
 */
@Singleton
public class TaskFeatures {

  private static final String FEATURES = "features";
  private static final String PROBLEM = "features_problem";

  /** How long the call may take when the caller's wait is over: proxies and clients give up. */
  private static final Duration CALL = Duration.ofSeconds(10);

  private static final String NO_ASSET = "The upstream does not say which asset it has made.";

  private final Caller caller;
  private final WaitLimits waitLimits;
  private final PassThroughCalls passThroughCalls;
  private final ResponseTranslator translator;
  private final SpentQuota spent;
  private final ObjectMapper json;
  private final RequestMemory memory;
  private final Ticker ticker;

  TaskFeatures(
      Caller caller,
      WaitLimits waitLimits,
      PassThroughCalls passThroughCalls,
      ResponseTranslator translator,
      SpentQuota spent,
      ObjectMapper json,
      RequestMemory memory,
      Ticker ticker) {
    this.caller = caller;
    this.waitLimits = waitLimits;
    this.passThroughCalls = passThroughCalls;
    this.translator = translator;
    this.spent = spent;
    this.json = json;
    this.memory = memory;
    this.ticker = ticker;
  }

  /**
   * Whether a call asks for features; empty where it does not. Fails with a problem where an
   * operator asks, or where no link can lead to the address of the call.
   */
  public Optional<FeaturesRequest> asked(TaskInclusions include, UriInfo uri) {
    if (!include.features()) {
      return Optional.empty();
    }
    Client client = caller.client();
    RequestAddress.check(uri);
    return Optional.of(new FeaturesRequest(client, uri.getBaseUriBuilder().path("assets").build()));
  }

  /**
   * The answer, and where it is a task that is DONE also its features.
   *
   * @param asked as of {@link #asked}; empty leaves the answer as it is
   * @param wait the wait for the answer, which begins now; what is left of it when the answer is
   *     there is the longest wait for a permit
   */
  public Uni<Response> into(Uni<Response> answer, Optional<FeaturesRequest> asked, Wait wait) {
    if (asked.isEmpty()) {
      return answer;
    }
    long begun = ticker.nanos();
    return answer.chain(response -> into(response, asked.get(), wait, begun));
  }

  private Uni<Response> into(Response answer, FeaturesRequest asked, Wait wait, long begun) {
    Object seen = answer.getEntity();
    TaskView task = seen instanceof TaskDetails details ? details.task() : (TaskView) seen;
    if (task == null || task.status() != TaskStatus.DONE) {
      return Uni.createFrom().item(answer);
    }
    Duration permitWait = left(wait, begun);
    return Uni.createFrom()
        .deferred(() -> features(task, asked, permitWait))
        .ifNoItem()
        .after(permitWait.plus(CALL))
        .fail()
        .emitOn(CallerContext.executor())
        .map(features -> with(answer, features, asked.client()))
        .onFailure()
        .recoverWithItem(failure -> without(answer, FeaturesProblem.of(failure)));
  }

  private Duration left(Wait wait, long begun) {
    Duration left = waitLimits.forFeatures(wait).minus(ticker.since(begun));
    Duration longest = waitLimits.longestForPermit();
    Duration bounded = left.compareTo(longest) > 0 ? longest : left;
    return bounded.isNegative() ? Duration.ZERO : bounded;
  }

  private Uni<JsonNode> features(TaskView task, FeaturesRequest asked, Duration permitWait) {
    if (task.assetId() == null) {
      throw ProblemType.ASSET_NOT_FOUND.with(NO_ASSET);
    }
    Client client = asked.client();
    Caller.demandCollection(client, task.collectionId());
    spent.note(EndpointClass.DEFAULT);
    return passThroughCalls
        .features(
            new PassThroughCall(
                client,
                CallDeadline.ofCaller(client.name(), permitWait),
                new MultivaluedHashMap<>()),
            task.assetId())
        .map(PassedResponse::asset)
        .invoke(features -> PageLinks.rewrite(features, address(task, asked)))
        .chain(features -> translator.translate(features, client.name()));
  }

  private static URI address(TaskView task, FeaturesRequest asked) {
    return UriBuilder.fromUri(asked.assets()).path(task.assetId()).path(FEATURES).build();
  }

  private Response with(Response answer, JsonNode features, Client client) {
    byte[] bytes = bytes(answer, FEATURES, features);
    memory.takeForAnswer(client.name(), bytes.length);
    return Response.fromResponse(answer).entity(bytes).build();
  }

  /** Without a tag: who has this answer would else never be told of the features. */
  private Response without(Response answer, FeaturesProblem problem) {
    byte[] bytes = bytes(answer, PROBLEM, json.valueToTree(problem));
    return Response.fromResponse(answer).entity(bytes).tag((EntityTag) null).build();
  }

  private byte[] bytes(Response answer, String name, JsonNode value) {
    ObjectNode all = json.valueToTree(answer.getEntity());
    all.set(name, value);
    return JsonWriter.bytes(all);
  }
}
