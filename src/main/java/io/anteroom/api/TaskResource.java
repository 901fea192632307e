package io.anteroom.api;

import io.anteroom.api.Waits.Wait;
import io.anteroom.engine.Reception;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Accepted;
import io.anteroom.task.Task;
import io.anteroom.task.TaskFilter;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.TaskView;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tasks, from our own store: never an upstream call, unless features are asked for. */
@Path("/tasks")
@Tag(name = "tasks")
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {

  private final Caller caller;
  private final Tasks tasks;
  private final Reception reception;
  private final Retrying retrying;
  private final Waits waits;
  private final TaskAnswers answers;
  private final TaskFeatures features;
  private final SpentQuota spent;
  private final ApiSettings settings;

  TaskResource(
      Caller caller,
      Tasks tasks,
      Reception reception,
      Retrying retrying,
      Waits waits,
      TaskAnswers answers,
      TaskFeatures features,
      SpentQuota spent,
      ApiSettings settings) {
    this.caller = caller;
    this.tasks = tasks;
    this.reception = reception;
    this.retrying = retrying;
    this.waits = waits;
    this.answers = answers;
    this.features = features;
    this.spent = spent;
    this.settings = settings;
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

  /** Tasks of this client, newest first. */
  @GET
  public Uni<PageView> list(
      @QueryParam("page") String page,
      @QueryParam("page_size") String pageSize,
      @QueryParam("status") String status,
      @QueryParam("collection_id") String collectionId,
      @QueryParam("reference") String reference,
      @Context UriInfo uri) {
    Paging paging = Paging.of(page, pageSize);
    TaskFilter filter =
        new TaskFilter(
            client(),
            status(status),
            printable("collection_id", collectionId),
            printable("reference", reference));
    return tasks.page(filter, paging.page(), paging.pageSize()).map(p -> view(p, paging, uri));
  }

  /** Cancels a task: 200 when its end is certain, 202 until then. */
  @DELETE
  @Path("{id}")
  public Uni<Response> cancel(@PathParam("id") String id, @Context HttpHeaders headers) {
    Wait wait = waits.atOnce(headers);
    spent.note(EndpointClass.DEFAULT);
    return reception
        .cancel(TaskId.of(id), client(), settings.cancelWait())
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

  private static PageView view(Tasks.Page page, Paging paging, UriInfo uri) {
    long pages = paging.pages(page.total());
    if (paging.page() > pages) {
      throw Problems.pageOutOfRange(paging.page(), pages);
    }
    return PageView.of(page.tasks().stream().map(TaskView::of).toList(), page.total(), paging, uri);
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

  private static TaskStatus status(String word) {
    return word == null
        ? null
        : TaskStatus.named(word)
            .orElseThrow(() -> Problems.invalidField("status", "There is no status of this name."));
  }

  private static String printable(String parameter, String value) {
    if (value != null && value.chars().anyMatch(Character::isISOControl)) {
      throw Problems.invalidField(
          parameter, "The parameter %s must not hold control characters.".formatted(parameter));
    }
    return value;
  }
}
