package io.anteroom.api.callback;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.callback.DeliveryLog;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** How the callback of a task was delivered, and delivering it again. */
@Path("/tasks")
@Produces(MediaType.APPLICATION_JSON)
public class DeliveriesResource {

  private final Caller caller;
  private final TaskRepository taskRepository;
  private final DeliveryLog deliveryLog;

  DeliveriesResource(Caller caller, TaskRepository taskRepository, DeliveryLog deliveryLog) {
    this.caller = caller;
    this.taskRepository = taskRepository;
    this.deliveryLog = deliveryLog;
  }

  /** The callback of a task, and the attempts to deliver it. */
  @GET
  @Path("{id}/deliveries")
  public Uni<DeliveriesView> list(@PathParam("id") String id) {
    UUID task = TaskIdParameter.of(id);
    return deliveryLog
        .of(task, client())
        .chain(
            log ->
                log.isPresent()
                    ? Uni.createFrom().item(DeliveriesView.of(log.get()))
                    : mine(task).map(t -> DeliveriesView.before(t.callbackUrl)));
  }

  /** Delivers it once more under its old {@code webhook-id}, now and by the whole schedule. */
  @POST
  @Path("{id}/redeliver")
  public Uni<Response> redeliver(@PathParam("id") String id) {
    UUID task = TaskIdParameter.of(id);
    return deliveryLog
        .redeliver(task, client())
        .chain(again -> again ? list(id) : mine(task).map(DeliveriesResource::refuse))
        .map(view -> Response.accepted(view).build());
  }

  /** On the request's context, where the sessions of Hibernate live. */
  private Uni<Task> mine(UUID id) {
    return taskRepository
        .find(id, client())
        .onItem()
        .ifNull()
        .failWith(ProblemType.TASK_NOT_FOUND::problem);
  }

  private static DeliveriesView refuse(Task task) {
    throw ProblemType.NO_CALLBACK.with(
        task.callbackUrl == null
            ? "It was accepted without a callback_url."
            : "It has not ended yet.");
  }

  private String client() {
    return caller.client().name();
  }
}
