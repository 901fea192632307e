package io.anteroom.api.batch;

import io.anteroom.api.Caller;
import io.anteroom.api.Problems;
import io.anteroom.api.TaskId;
import io.anteroom.api.callback.DeliveriesView;
import io.anteroom.callback.Deliveries;
import io.anteroom.loop.CallersContext;
import io.anteroom.task.Batch;
import io.anteroom.task.BatchView;
import io.anteroom.task.Batches;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/** Many things to index at once, and how they fare together. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class BatchResource {

  private final Caller caller;
  private final Batching batching;
  private final Batches batches;
  private final Deliveries deliveries;

  BatchResource(Caller caller, Batching batching, Batches batches, Deliveries deliveries) {
    this.caller = caller;
    this.batching = batching;
    this.batches = batches;
    this.deliveries = deliveries;
  }

  /** Up to a thousand URLs and texts: 202 with an id or an error for each. Nobody waits. */
  @POST
  @Path("index/batch")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> accept(byte[] body, @Context HttpHeaders headers) {
    return batching.accept(caller.client(), body, headers).map(BatchResource::accepted);
  }

  /** How many of its tasks are in which status. */
  @GET
  @Path("batches/{id}")
  public Uni<BatchView> get(@PathParam("id") String id) {
    return mine(id)
        .chain(batch -> batches.open(batch).map(open -> BatchView.of(batch, open)))
        .emitOn(CallersContext.executor());
  }

  /** The callback of a batch, and the attempts to deliver it. */
  @GET
  @Path("batches/{id}/deliveries")
  public Uni<DeliveriesView> deliveries(@PathParam("id") String id) {
    return mine(id)
        .chain(
            batch ->
                deliveries
                    .of(batch.id(), client())
                    .map(
                        log ->
                            log.map(DeliveriesView::of)
                                .orElseGet(() -> DeliveriesView.before(batch.callbackUrl()))))
        .emitOn(CallersContext.executor());
  }

  /** Delivers it once more under its old {@code webhook-id}, now and by the whole schedule. */
  @POST
  @Path("batches/{id}/redeliver")
  public Uni<Response> redeliver(@PathParam("id") String id) {
    return mine(id)
        .chain(
            batch ->
                deliveries.redeliver(batch.id(), client()).invoke(again -> check(again, batch)))
        .emitOn(CallersContext.executor())
        .chain(() -> deliveries(id))
        .map(view -> Response.accepted(view).build());
  }

  private static void check(boolean again, Batch batch) {
    if (!again) {
      throw Problems.noCallback(
          batch.callbackUrl() == null
              ? "It was accepted without a callback_url."
              : "It has not ended yet.");
    }
  }

  private Uni<Batch> mine(String id) {
    if (!TaskId.isOne(id)) {
      throw Problems.malformedBatchId();
    }
    return batches
        .find(UUID.fromString(id), client())
        .emitOn(CallersContext.executor())
        .onItem()
        .ifNull()
        .failWith(Problems::batchNotFound);
  }

  private static Response accepted(BatchAnswer answer) {
    return Response.accepted(answer).location(URI.create("/batches/" + answer.batchId())).build();
  }

  private String client() {
    return caller.client().name();
  }
}
