package io.anteroom.api.callback;

import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.audit.AuditAction;
import io.anteroom.task.TaskRepository;
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

/** How the callback of a task was delivered, and delivering it again. */
@Path("/tasks")
@Produces(MediaType.APPLICATION_JSON)
public class DeliveriesResource {

  private final Owners owners;
  private final Acts acts;
  private final TaskRepository taskRepository;
  private final Deliveries deliveries;

  DeliveriesResource(
      Owners owners, Acts acts, TaskRepository taskRepository, Deliveries deliveries) {
    this.owners = owners;
    this.acts = acts;
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
  public Uni<Response> redeliver(
      @PathParam("id") String id, @QueryParam(Acts.REASON) String reason) {
    UUID task = TaskIdParameter.of(id);
    ActBy by = acts.by(reason);
    return owners.ofTask(task).chain(client -> redeliver(task, client, by));
  }

  private Uni<Response> redeliver(UUID task, String client, ActBy by) {
    return deliveries.redeliver(
        task,
        client,
        () -> callbackUrl(task, client),
        by.onTask(AuditAction.TASK_REDELIVER, task, client));
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
