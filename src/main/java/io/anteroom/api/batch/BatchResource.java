package io.anteroom.api.batch;

import io.anteroom.account.Client;
import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.BatchIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.async.DetachedFromCaller;
import io.anteroom.audit.AuditAction;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.batch.BatchView;
import io.anteroom.waiting.BatchCancellation;
import io.anteroom.waiting.BatchWaits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Many things to index at once, and how they fare together. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class BatchResource {

  private final Caller caller;
  private final Owners owners;
  private final Acts acts;
  private final BatchService batchService;
  private final BatchRetryService retryService;
  private final BatchWaits waits;
  private final BatchCancellation cancellation;
  private final WaitLimits waitLimits;
  private final BatchResponses responses;
  private final SpentQuota spent;
  private final RequestMemory memory;

  BatchResource(
      Caller caller,
      Owners owners,
      Acts acts,
      BatchService batchService,
      BatchRetryService retryService,
      BatchWaits waits,
      BatchCancellation cancellation,
      WaitLimits waitLimits,
      BatchResponses responses,
      SpentQuota spent,
      RequestMemory memory) {
    this.caller = caller;
    this.owners = owners;
    this.acts = acts;
    this.batchService = batchService;
    this.retryService = retryService;
    this.waits = waits;
    this.cancellation = cancellation;
    this.waitLimits = waitLimits;
    this.responses = responses;
    this.spent = spent;
    this.memory = memory;
  }

  /**
   * Up to a thousand URLs and texts: 202 with an id or an error for each. Waits for the end of all
   * only where {@code Prefer: wait=N} asks for it; 200 with counts then. Who waits holds nothing of
   * the body.
   */
  @POST
  @Path("index/batch")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> accept(byte[] body, @Context HttpHeaders headers) {
    Wait wait = waitLimits.atOnce(headers);
    Client client = caller.client();
    Uni<AcceptedBatch> accept = batchService.accept(client, body, headers);
    return DetachedFromCaller.run(accept.onTermination().invoke(memory.release()))
        .chain(accepted -> responses.accepted(accepted, client.name(), wait));
  }

  /** How many of its tasks are in which status. {@code Prefer: wait=N} waits for their ends. */
  @GET
  @Path("batches/{id}")
  public Uni<Response> get(@PathParam("id") String id, @Context HttpHeaders headers) {
    Wait wait = waitLimits.atOnce(headers);
    UUID batch = BatchIdParameter.of(id);
    return owners
        .ofBatch(batch)
        .chain(
            client ->
                found(waits.awaitEnd(batch, client, wait.max()))
                    .chain(view -> responses.asItIs(view, client, wait)));
  }

  /**
   * Cancels those of its tasks that have not ended: 200 when the end of each is certain, 202 until
   * then; waits 10 s for that unless {@code Prefer} says otherwise.
   */
  @DELETE
  @Path("batches/{id}")
  public Uni<Response> cancel(
      @PathParam("id") String id,
      @QueryParam(Acts.REASON) String reason,
      @Context HttpHeaders headers) {
    Wait wait = waitLimits.forCancel(headers);
    UUID batch = BatchIdParameter.of(id);
    ActBy by = acts.by(reason);
    return owners.ofBatch(batch).chain(client -> cancel(batch, client, wait, by));
  }

  private Uni<Response> cancel(UUID batch, String client, Wait wait, ActBy by) {
    return found(
            cancellation.cancel(
                batch, client, wait.max(), by.onBatch(AuditAction.BATCH_CANCEL, batch, client)))
        .invoke(() -> spent.note(EndpointClass.DEFAULT))
        .chain(
            view ->
                view.hasEnded()
                    ? responses.asItIs(view, client, wait)
                    : responses.pending(view, client, wait));
  }

  /**
   * What failed or was cancelled of it, once more: a new batch, with {@code retry_of}; answers as
   * an accept.
   */
  @POST
  @Path("batches/{id}/retry")
  public Uni<Response> retry(
      @PathParam("id") String id,
      @QueryParam(Acts.REASON) String reason,
      @Context HttpHeaders headers) {
    Wait wait = waitLimits.atOnce(headers);
    UUID batch = BatchIdParameter.of(id);
    ActBy by = acts.by(reason);
    return owners
        .whoseBatch(batch)
        .chain(
            client ->
                DetachedFromCaller.run(retryService.retry(batch, client, headers, by))
                    .chain(accepted -> responses.accepted(accepted, client.name(), wait)));
  }

  private static Uni<BatchView> found(Uni<BatchView> read) {
    return read.onItem().ifNull().failWith(ProblemType.BATCH_NOT_FOUND::problem);
  }
}
