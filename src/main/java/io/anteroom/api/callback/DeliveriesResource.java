package io.anteroom.api.callback;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
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
  private final Owners owners;
  private final TaskRepository taskRepository;
  private final Deliveries deliveries;

  DeliveriesResource(
      Caller caller, Owners owners, TaskRepository taskRepository, Deliveries deliveries) {
    this.caller = caller;
    this.owners = owners;
    this.taskRepository = taskRepository;
    this.deliveries = deliveries;
  }

  /** The callback of a task, and the attempts to deliver it. */
  @GET
  @Path("{id}/deliveries")
  public Uni<DeliveriesView> list(@PathParam("id") String id) {
    UUID task = TaskIdParameter.of(id);
    return owners
        .ofTask(task)
        .chain(client -> deliveries.list(task, client, () -> callbackUrl(task, client)));
  }

  /** Delivers it once more under its old {@code webhook-id}, now and by the whole schedule. */
  @POST
  @Path("{id}/redeliver")
  public Uni<Response> redeliver(@PathParam("id") String id) {
    UUID task = TaskIdParameter.of(id);
    String client = caller.client().name();
    return deliveries.redeliver(task, client, () -> callbackUrl(task, client));
  }

  private Uni<String> callbackUrl(UUID task, String client) {
    return taskRepository
        .find(task, client)
        .onItem()
        .ifNull()
        .failWith(ProblemType.TASK_NOT_FOUND::problem)
        .map(found -> found.callbackUrl);
  }
}
