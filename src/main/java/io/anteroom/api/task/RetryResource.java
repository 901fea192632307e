package io.anteroom.api.task;

import io.anteroom.account.Client;
import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.index.RetryService;
import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.response.AcceptResponses;
import io.anteroom.api.response.TaskInclusions;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.api.search.FeaturesRequest;
import io.anteroom.api.search.TaskFeatures;
import io.anteroom.async.CallerContext;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tasks that failed or were cancelled, once more. */
@Path("/tasks/{id}/retry")
@Produces(MediaType.APPLICATION_JSON)
public class RetryResource {

  private final Owners owners;
  private final Acts acts;
  private final RetryService retryService;
  private final WaitLimits waitLimits;
  private final AcceptResponses answers;
  private final TaskFeatures features;

  RetryResource(
      Owners owners,
      Acts acts,
      RetryService retryService,
      WaitLimits waitLimits,
      AcceptResponses answers,
      TaskFeatures features) {
    this.owners = owners;
    this.acts = acts;
    this.retryService = retryService;
    this.waitLimits = waitLimits;
    this.answers = answers;
    this.features = features;
  }

  /**
   * A new task, with {@code retry_of}. Waits for its end only where {@code Prefer: wait=N} asks for
   * it; {@code include=features} then adds what was extracted, for a client.
   */
  @POST
  public Uni<Response> retry(
      @PathParam("id") String id,
      @QueryParam(Acts.REASON) String reason,
      @QueryParam(TaskInclusions.PARAMETER) List<String> include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    Wait wait = waitLimits.atOnce(headers);
    UUID task = TaskIdParameter.of(id);
    Optional<FeaturesRequest> asked = features.asked(TaskInclusions.ofAccept(include), uri);
    ActBy by = acts.by(reason);
    return owners.whoseTask(task).chain(client -> retry(task, client, headers, wait, by, asked));
  }

  private Uni<Response> retry(
      UUID task,
      Client client,
      HttpHeaders headers,
      Wait wait,
      ActBy by,
      Optional<FeaturesRequest> asked) {
    return retryService
        .retry(task, client, headers, by)
        .emitOn(CallerContext.executor())
        .chain(
            accepted ->
                features.into(answers.afterWait(accepted, client.name(), wait), asked, wait));
  }
}
