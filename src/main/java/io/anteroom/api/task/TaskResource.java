package io.anteroom.api.task;

import io.anteroom.api.Caller;
import io.anteroom.api.Problems;
import io.anteroom.api.TaskId;
import io.anteroom.api.index.Retrying;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.search.TaskFeatures;
import io.anteroom.api.wait.KnownTags;
import io.anteroom.api.wait.TaskAnswers;
import io.anteroom.api.wait.Waits;
import io.anteroom.api.wait.Waits.Wait;
import io.anteroom.engine.Reception;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Accepted;
import io.anteroom.task.Task;
import io.anteroom.task.TaskList;
import io.anteroom.task.TaskPage;
import io.anteroom.task.Tasks;
import io.smallrye.mutiny.Uni;
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
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** Tasks, from our own store: never an upstream call, unless features are asked for. */
@Path("/tasks")
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {

  private final Caller caller;
  private final Tasks tasks;
  private final TaskList list;
  private final Reception reception;
  private final Retrying retrying;
  private final Waits waits;
  private final TaskAnswers answers;
  private final TaskFeatures features;
  private final SpentQuota spent;

  TaskResource(
      Caller caller,
      Tasks tasks,
      TaskList list,
      Reception reception,
      Retrying retrying,
      Waits waits,
      TaskAnswers answers,
      TaskFeatures features,
      SpentQuota spent) {
    this.caller = caller;
    this.tasks = tasks;
    this.list = list;
    this.reception = reception;
    this.retrying = retrying;
    this.waits = waits;
    this.answers = answers;
    this.features = features;
    this.spent = spent;
  }

  /**
   * One task. {@code Prefer: wait=N} waits for its end; together with {@code If-None-Match} for any
   * change of what the tags stand for ({@code *}: of what is there now), else 304. {@code
   * include=features} adds what was extracted, for a call upstream.
   */
  @GET
  @Path("{id}")
  public Uni<Response> get(
      @PathParam("id") String id,
      @QueryParam(TaskFeatures.INCLUDE) String include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    boolean withFeatures = TaskFeatures.wanted(include);
    Uni<Response> answer = get(TaskId.of(id), headers);
    return withFeatures
        ? answer.chain(response -> features.into(response, caller.client(), uri))
        : answer;
  }

  private Uni<Response> get(UUID task, HttpHeaders headers) {
    Wait wait = waits.atOnce(headers);
    KnownTags known = KnownTags.parse(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH));
    return known.present()
        ? changed(task, known, wait)
        : reception.awaitEnd(task, client(), wait.most()).map(t -> answers.asItIs(there(t), wait));
  }

  /** Tasks of this client, newest first: by page, or after one of them. */
  @GET
  public Uni<PageView> list(@Context UriInfo uri) {
    Listing asked = Listing.of(client(), uri.getQueryParameters());
    Paging paging = asked.paging();
    return asked.after() == null
        ? list.page(asked.filter(), paging.page(), paging.pageSize()).map(p -> page(p, paging, uri))
        : list.after(asked.filter(), asked.after(), paging.pageSize())
            .map(p -> PageView.after(p, paging, uri));
  }

  /**
   * Cancels a task: 200 when its end is certain, 202 until then; waits 10 s for that unless {@code
   * Prefer} says otherwise.
   */
  @DELETE
  @Path("{id}")
  public Uni<Response> cancel(@PathParam("id") String id, @Context HttpHeaders headers) {
    Wait wait = waits.forCancel(headers);
    spent.note(EndpointClass.DEFAULT);
    return reception
        .cancel(TaskId.of(id), client(), wait.most())
        .map(TaskResource::there)
        .map(t -> t.hasEnded() ? answers.asItIs(t, wait) : answers.pending(t, wait, 1));
  }

  /**
   * A task that failed or was cancelled, once more: a new task, with {@code retry_of}. Waits for
   * its end only where {@code Prefer: wait=N} asks for it.
   */
  @POST
  @Path("{id}/retry")
  public Uni<Response> retry(@PathParam("id") String id, @Context HttpHeaders headers) {
    Wait wait = waits.atOnce(headers);
    return retrying
        .retry(TaskId.of(id), caller.client(), headers)
        .chain(accepted -> answers.afterAccept(accepted, ended(accepted, wait), wait));
  }

  private Uni<Task> ended(Accepted accepted, Wait wait) {
    return reception.awaitEnd(accepted.id(), client(), wait.most());
  }

  private Uni<Response> changed(UUID id, KnownTags tags, Wait wait) {
    String client = client();
    return bound(id, client, tags)
        .chain(
            known ->
                reception
                    .awaitChange(id, client, known, wait.most())
                    .map(TaskResource::there)
                    .map(t -> answer(t, known, wait)));
  }

  private Uni<KnownTags> bound(UUID id, String client, KnownTags tags) {
    return tags.any()
        ? tasks.find(id, client).map(TaskResource::there).map(t -> tags.at(t.eventNo))
        : Uni.createFrom().item(tags);
  }

  private Response answer(Task task, KnownTags known, Wait wait) {
    return known.test(task.eventNo) ? answers.unchanged(task, wait) : answers.asItIs(task, wait);
  }

  private static PageView page(TaskPage page, Paging paging, UriInfo uri) {
    if (paging.page() > 1 && page.tasks().isEmpty()) {
      throw Problems.pageOutOfRange(paging.page());
    }
    return PageView.of(page, paging, uri);
  }

  private String client() {
    return caller.client().name();
  }

  private static Task there(Task task) {
    if (task == null) {
      throw Problems.taskNotFound();
    }
    return task;
  }
}
