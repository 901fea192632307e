package io.anteroom.api.task;

import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.owner.Owners;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.response.IfNoneMatch;
import io.anteroom.api.response.Tagged;
import io.anteroom.api.response.TaskInclusions;
import io.anteroom.api.response.TaskResponses;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.api.search.FeaturesRequest;
import io.anteroom.api.search.TaskFeatures;
import io.anteroom.audit.AuditAction;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.list.TaskList;
import io.anteroom.waiting.TaskCancellation;
import io.anteroom.waiting.TaskWaits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tasks, from our own database: never an upstream call, unless features are asked for. */
@Path("/tasks")
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {

  private final Caller caller;
  private final Owners owners;
  private final Acts acts;
  private final TaskReads reads;
  private final TaskRepository taskRepository;
  private final TaskList list;
  private final TaskWaits waits;
  private final TaskCancellation cancellation;
  private final WaitLimits waitLimits;
  private final TaskResponses answers;
  private final TaskFeatures features;
  private final SpentQuota spent;

  TaskResource(
      Caller caller,
      Owners owners,
      Acts acts,
      TaskReads reads,
      TaskRepository taskRepository,
      TaskList list,
      TaskWaits waits,
      TaskCancellation cancellation,
      WaitLimits waitLimits,
      TaskResponses answers,
      TaskFeatures features,
      SpentQuota spent) {
    this.caller = caller;
    this.owners = owners;
    this.acts = acts;
    this.reads = reads;
    this.taskRepository = taskRepository;
    this.list = list;
    this.waits = waits;
    this.cancellation = cancellation;
    this.waitLimits = waitLimits;
    this.answers = answers;
    this.features = features;
    this.spent = spent;
  }

  /**
   * One task. {@code Prefer: wait=N} waits for its end; together with {@code If-None-Match} for any
   * change of what the tags stand for ({@code *}: of what is there now), else 304. {@code
   * include=features} adds what was extracted, for a call upstream of the client; {@code
   * include=request} what the client sent.
   */
  @GET
  @Path("{id}")
  public Uni<Response> get(
      @PathParam("id") String id,
      @QueryParam(TaskInclusions.PARAMETER) List<String> include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    TaskInclusions included = TaskInclusions.ofRead(include);
    UUID task = TaskIdParameter.of(id);
    Optional<FeaturesRequest> asked = features.asked(included, uri);
    Wait wait = waitLimits.atOnce(headers);
    IfNoneMatch known = IfNoneMatch.parse(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH));
    Uni<Response> answer =
        owners.ofTask(task).chain(client -> get(task, client, known, included, wait));
    return features.into(answer, asked, wait);
  }

  private Uni<Response> get(
      UUID task, String client, IfNoneMatch known, TaskInclusions included, Wait wait) {
    return known.present()
        ? changed(task, client, known, included, wait)
        : waits.awaitEnd(task, client, wait.max()).chain(t -> asItIs(there(t), included, wait));
  }

  /** Tasks of this client, for an operator of any, newest first: by page, or after one of them. */
  @GET
  @Tagged
  public Uni<TaskPageView> list(@Context UriInfo uri) {
    TaskListRequest asked = asked(uri.getQueryParameters());
    Paging paging = asked.paging();
    return asked.after() == null
        ? list.page(asked.filter(), paging.page(), paging.pageSize())
            .invoke(page -> paging.demandThere(page.tasks().isEmpty()))
            .chain(p -> reads.of(p.tasks()).map(all -> TaskPageView.of(p, all, paging, uri)))
        : list.after(asked.filter(), asked.after(), paging.pageSize())
            .chain(p -> reads.of(p.tasks()).map(all -> TaskPageView.after(p, all, paging, uri)));
  }

  private TaskListRequest asked(MultivaluedMap<String, String> query) {
    return caller.isOperator()
        ? TaskListRequest.ofOperator(query)
        : TaskListRequest.ofClient(client(), query);
  }

  /**
   * Cancels a task: 200 when its end is certain, 202 until then; waits 10 s for that unless {@code
   * Prefer} says otherwise.
   */
  @DELETE
  @Path("{id}")
  public Uni<Response> cancel(
      @PathParam("id") String id,
      @QueryParam(Acts.REASON) String reason,
      @Context HttpHeaders headers) {
    Wait wait = waitLimits.forCancel(headers);
    UUID task = TaskIdParameter.of(id);
    ActBy by = acts.by(reason);
    spent.note(EndpointClass.DEFAULT);
    return owners
        .ofTask(task)
        .chain(client -> cancel(task, client, wait, by))
        .map(TaskResource::there)
        .map(t -> t.hasEnded() ? answers.asItIs(t, wait) : answers.pending(t, wait, 1));
  }

  private Uni<Task> cancel(UUID task, String client, Wait wait, ActBy by) {
    return cancellation.cancel(
        task, client, wait.max(), by.onTask(AuditAction.TASK_CANCEL, task, client));
  }

  private Uni<Response> changed(
      UUID id, String client, IfNoneMatch tags, TaskInclusions included, Wait wait) {
    return bound(id, client, tags)
        .chain(
            known ->
                waits
                    .awaitChange(
                        id,
                        client,
                        event -> known.matches(TaskResponses.tagOfEvent(event)),
                        wait.max())
                    .map(TaskResource::there)
                    .chain(t -> answer(t, known, included, wait)));
  }

  private Uni<IfNoneMatch> bound(UUID id, String client, IfNoneMatch tags) {
    return tags.any()
        ? taskRepository
            .find(id, client)
            .map(TaskResource::there)
            .map(t -> tags.at(TaskResponses.tagOfEvent(t.eventNo)))
        : Uni.createFrom().item(tags);
  }

  private Uni<Response> answer(Task task, IfNoneMatch known, TaskInclusions included, Wait wait) {
    return known.matches(TaskResponses.tagOfEvent(task.eventNo))
        ? Uni.createFrom().item(answers.unchanged(task, wait))
        : asItIs(task, included, wait);
  }

  private Uni<Response> asItIs(Task task, TaskInclusions included, Wait wait) {
    return reads.of(task, included).chain(details -> answers.asItIs(task, details, wait));
  }

  private String client() {
    return caller.client().name();
  }

  private static Task there(Task task) {
    if (task == null) {
      throw ProblemType.TASK_NOT_FOUND.problem();
    }
    return task;
  }
}
