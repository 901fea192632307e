package io.anteroom.api.events;

import io.anteroom.task.event.TaskEvent;
import io.anteroom.waiting.stream.EventCursor;
import io.anteroom.waiting.stream.EventFeed;
import io.anteroom.waiting.stream.EventFeeds;
import io.anteroom.waiting.stream.EventStreamSettings;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** Answers with event streams. Thread-safe. */
@Singleton
class EventStreams {

  private final EventFeeds feeds;
  private final EventStreamFormat text;
  private final EventStreamSettings settings;

  EventStreams(EventFeeds feeds, EventStreamFormat text, EventStreamSettings settings) {
    this.feeds = feeds;
    this.text = text;
    this.settings = settings;
  }

  /** A feed that is closed when the exchange ends, however it ends. */
  EventFeed admit(String client, RoutingContext exchange) {
    EventFeed feed = feeds.admit(client);
    exchange.addEndHandler(ended -> feed.close());
    return feed;
  }

  /**
   * The answer that streams a feed.
   *
   * @param id the id of an event in this stream
   * @param place the id of the place where it begins, or null
   */
  Response answer(EventFeed feed, EventCursor start, Function<TaskEvent, String> id, String place) {
    feed.open(start);
    EventStream stream =
        new EventStream(feed, text, id, place, settings.heartbeat(), settings.writeTimeout());
    return Response.ok(stream)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no") // a proxy (nginx) must not hold events back
        .build();
  }
}
