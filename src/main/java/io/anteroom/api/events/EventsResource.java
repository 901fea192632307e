package io.anteroom.api.events;

import io.anteroom.api.filter.Caller;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.EventTail;
import io.anteroom.waiting.stream.EventFeed;
import io.anteroom.waiting.stream.EventFeeds;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The events of all tasks of the client; for an operator those of all clients. */
@Path("/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
public class EventsResource {

  private final Caller caller;
  private final EventTail tail;
  private final EventFeeds feeds;
  private final EventStreams streams;

  EventsResource(Caller caller, EventTail tail, EventFeeds feeds, EventStreams streams) {
    this.caller = caller;
    this.tail = tail;
    this.feeds = feeds;
    this.streams = streams;
  }

  /**
   * Server-sent events from now on, or after {@code Last-Event-ID}; those of one task come by their
   * numbers. The stream does not end by itself.
   */
  @GET
  public Uni<Response> get(@Context HttpHeaders headers, @Context RoutingContext exchange) {
    EventFeed feed = streams.admit(exchange);
    boolean resumed = LastEventId.isIn(headers);
    return (resumed ? tail.next() : tail.now()).map(place -> answer(place, resumed, feed, headers));
  }

  /** Where it goes on after an event, that may have been read further than this replica would. */
  private Response answer(
      EventPosition place, boolean resumed, EventFeed feed, HttpHeaders headers) {
    EventPosition start = resumed ? LastEventId.position(headers, place) : place;
    return streams.answer(
        feed,
        caller.isOperator() ? feeds.ofAll(start) : feeds.ofClient(caller.client().name(), start),
        event -> LastEventId.of(event.at()),
        resumed ? null : LastEventId.of(start));
  }
}
