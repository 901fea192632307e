package io.anteroom.api.events;

import io.anteroom.api.owner.Owners;
import io.anteroom.api.path.BatchIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.anteroom.task.batch.BatchRepository;
import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.EventTail;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** The events of the tasks of one batch. */
@Path("/")
@Produces(MediaType.SERVER_SENT_EVENTS)
public class BatchEventsResource {

  private final Owners owners;
  private final BatchRepository batches;
  private final EventLog log;
  private final EventTail tail;
  private final EventFeeds feeds;
  private final EventStreams streams;

  BatchEventsResource(
      Owners owners,
      BatchRepository batches,
      EventLog log,
      EventTail tail,
      EventFeeds feeds,
      EventStreams streams) {
    this.owners = owners;
    this.batches = batches;
    this.log = log;
    this.tail = tail;
    this.feeds = feeds;
    this.streams = streams;
  }

  /**
   * Server-sent events from the first of its tasks, or after {@code Last-Event-ID}, until the last
   * of them has ended; 204 where the reader has all.
   */
  @GET
  @Path("batches/{id}/events")
  public Uni<Response> get(
      @PathParam("id") String id, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    UUID batch = BatchIdParameter.of(id);
    EventFeed feed = streams.admit(exchange);
    Executor here = CallerContext.executor();
    return owners
        .ofBatch(batch)
        .chain(client -> batches.find(batch, client))
        .onItem()
        .ifNull()
        .failWith(ProblemType.BATCH_NOT_FOUND::problem)
        .chain(() -> start(headers))
        .chain(
            start ->
                log.unfinished(batch, start)
                    .emitOn(here)
                    .map(unfinished -> answer(batch, unfinished, start, feed)));
  }

  private Uni<EventPosition> start(HttpHeaders headers) {
    return LastEventId.isIn(headers)
        ? tail.next().map(next -> LastEventId.position(headers, next))
        : Uni.createFrom().item(EventPosition.FIRST);
  }

  private Response answer(UUID batch, List<UUID> unfinished, EventPosition start, EventFeed feed) {
    return unfinished.isEmpty()
        ? Response.noContent().build()
        : streams.answer(
            feed,
            feeds.ofBatch(batch, unfinished, start),
            event -> LastEventId.of(event.at()),
            null);
  }
}
