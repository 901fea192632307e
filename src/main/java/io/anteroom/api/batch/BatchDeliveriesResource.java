package io.anteroom.api.batch;

import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.callback.Deliveries;
import io.anteroom.api.callback.DeliveriesView;
import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.BatchIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.audit.AuditAction;
import io.anteroom.task.batch.Batch;
import io.anteroom.task.batch.BatchRepository;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** How the callbacks of batches were delivered. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class BatchDeliveriesResource {

  private final Owners owners;
  private final Acts acts;
  private final BatchRepository batchRepository;
  private final Deliveries deliveries;

  BatchDeliveriesResource(
      Owners owners, Acts acts, BatchRepository batchRepository, Deliveries deliveries) {
    this.owners = owners;
    this.acts = acts;
    this.batchRepository = batchRepository;
    this.deliveries = deliveries;
  }

  /** The callback of a batch, and the attempts to deliver it. */
  @GET
  @Path("batches/{id}/deliveries")
  public Uni<DeliveriesView> deliveries(@PathParam("id") String id) {
    return find(BatchIdParameter.of(id))
        .chain(found -> deliveries.list(found.id, found.client, () -> callbackUrl(found)));
  }

  /** Delivers it once more under its old {@code webhook-id}, now and by the whole schedule. */
  @POST
  @Path("batches/{id}/redeliver")
  public Uni<Response> redeliver(
      @PathParam("id") String id, @QueryParam(Acts.REASON) String reason) {
    UUID batch = BatchIdParameter.of(id);
    ActBy by = acts.by(reason);
    return find(batch).chain(found -> redeliver(found, by));
  }

  private Uni<Batch> find(UUID id) {
    return owners
        .ofBatch(id)
        .chain(client -> batchRepository.find(id, client))
        .onItem()
        .ifNull()
        .failWith(ProblemType.BATCH_NOT_FOUND::problem);
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
}
