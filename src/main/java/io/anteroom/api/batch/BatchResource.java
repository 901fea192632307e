package io.anteroom.api.batch;

import io.anteroom.account.Client;
import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.callback.Deliveries;
import io.anteroom.api.callback.DeliveriesView;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.audit.AuditAction;
import io.anteroom.task.batch.Batch;
import io.anteroom.task.batch.BatchRepository;
import io.anteroom.waiting.BatchWaits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
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
  private final BatchWaits waits;
  private final WaitLimits waitLimits;
  private final BatchResponses responses;
  private final BatchRepository batchRepository;
  private final Deliveries deliveries;

  BatchResource(
      Caller caller,
      Owners owners,
      Acts acts,
      BatchService batchService,
      BatchWaits waits,
      WaitLimits waitLimits,
      BatchResponses responses,
      BatchRepository batchRepository,
      Deliveries deliveries) {
    this.caller = caller;
    this.owners = owners;
    this.acts = acts;
    this.batchService = batchService;
    this.waits = waits;
    this.waitLimits = waitLimits;
    this.responses = responses;
    this.batchRepository = batchRepository;
    this.deliveries = deliveries;
  }

  /**
   * Up to a thousand URLs and texts: 202 with an id or an error for each. Waits for the end of all
   * only where {@code Prefer: wait=N} asks for it; 200 with counts then.
   */
  @POST
  @Path("index/batch")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> accept(byte[] body, @Context HttpHeaders headers) {
    Wait wait = waitLimits.atOnce(headers);
    Client client = caller.client();
    return batchService
        .accept(client, body, headers)
        .chain(accepted -> responses.accepted(accepted, client.name(), wait));
  }

  /** How many of its tasks are in which status. {@code Prefer: wait=N} waits for their ends. */
  @GET
  @Path("batches/{id}")
  public Uni<Response> get(@PathParam("id") String id, @Context HttpHeaders headers) {
    Wait wait = waitLimits.atOnce(headers);
    UUID batch = batchId(id);
    return owners
        .ofBatch(batch)
        .chain(
            client ->
                found(waits.awaitEnd(batch, client, wait.max()))
                    .chain(view -> responses.asItIs(view, client, wait)));
  }

  /** The callback of a batch, and the attempts to deliver it. */
  @GET
  @Path("batches/{id}/deliveries")
  public Uni<DeliveriesView> deliveries(@PathParam("id") String id) {
    UUID batch = batchId(id);
    return owners
        .ofBatch(batch)
        .chain(client -> found(batchRepository.find(batch, client)))
        .chain(found -> deliveries.list(batch, found.client, () -> callbackUrl(found)));
  }

  /** Delivers it once more under its old {@code webhook-id}, now and by the whole schedule. */
  @POST
  @Path("batches/{id}/redeliver")
  public Uni<Response> redeliver(
      @PathParam("id") String id, @QueryParam(Acts.REASON) String reason) {
    UUID batch = batchId(id);
    ActBy by = acts.by(reason);
    return owners
        .ofBatch(batch)
        .chain(client -> found(batchRepository.find(batch, client)))
        .chain(found -> redeliver(found, by));
  }

  private Uni<Response> redeliver(Batch batch, ActBy by) {
    return deliveries.redeliver(
        batch.id,
        batch.client,
        () -> callbackUrl(batch),
        by.onBatch(AuditAction.BATCH_REDELIVER, batch.id, batch.client));
  }

  private static Uni<String> callbackUrl(Batch batch) {
    return Uni.createFrom().item(batch.callbackUrl);
  }

  private static <T> Uni<T> found(Uni<T> read) {
    return read.onItem().ifNull().failWith(ProblemType.BATCH_NOT_FOUND::problem);
  }

  private static UUID batchId(String id) {
    if (!TaskIdParameter.isOne(id)) {
      throw ProblemType.MALFORMED_BATCH_ID.problem();
    }
    return UUID.fromString(id);
  }
}
