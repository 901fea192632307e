package io.anteroom.api.events;

import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.anteroom.waiting.stream.EventFeed;
import io.anteroom.waiting.stream.EventFeeds;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The events of one task. */
@Path("/tasks/{id}/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
public class TaskEventsResource {

  private final Owners owners;
  private final TaskRepository taskRepository;
  private final EventFeeds feeds;
  private final EventStreams streams;

  TaskEventsResource(
      Owners owners, TaskRepository taskRepository, EventFeeds feeds, EventStreams streams) {
    this.owners = owners;
    this.taskRepository = taskRepository;
    this.feeds = feeds;
    this.streams = streams;
  }

  /**
   * Server-sent events from the task's first, or after {@code Last-Event-ID}, to its last, with
   * which the stream ends; 204 where the reader has that one.
   */
  @GET
  public Uni<Response> get(
      @PathParam("id") String id, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    UUID task = TaskIdParameter.of(id);
    EventFeed feed = streams.admit(exchange);
    return owners
        .ofTask(task)
        .chain(client -> taskRepository.find(task, client))
        .map(found -> answer(found, feed, headers));
  }

  private Response answer(Task task, EventFeed feed, HttpHeaders headers) {
    if (task == null) {
      throw ProblemType.TASK_NOT_FOUND.problem();
    }
    int seen = LastEventId.number(headers, task.eventNo);
    if (task.hasEnded() && seen == task.eventNo) {
      return Response.noContent().build();
    }
    return streams.answer(
        feed, feeds.ofTask(task.id, seen), event -> Integer.toString(event.no()), null);
  }
}
