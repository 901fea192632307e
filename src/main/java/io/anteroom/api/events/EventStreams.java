package io.anteroom.api.events;

import io.anteroom.api.filter.Caller;
import io.anteroom.cluster.EngineSettings;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.waiting.stream.EventCursor;
import io.anteroom.waiting.stream.EventFeed;
import io.anteroom.waiting.stream.EventFeeds;
import io.anteroom.waiting.stream.EventStreamSettings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/** Answers with event streams. Thread-safe. */
@Singleton
class EventStreams {

  private final Caller caller;
  private final EventFeeds feeds;
  private final EventStreamFormat text;
  private final EventStreamSettings settings;
  private final EngineSettings engine;
  private final Clock clock;

  EventStreams(
      Caller caller,
      EventFeeds feeds,
      EventStreamFormat text,
      EventStreamSettings settings,
      EngineSettings engine,
      Clock clock) {
    this.caller = caller;
    this.clock = clock;
    this.engine = engine;
    this.feeds = feeds;
    this.text = text;
    this.settings = settings;
  }

  /**
   * A feed for the caller, that is closed when the exchange ends, however it ends. It ends with the
   * session that it was begun by.
   */
  EventFeed admit(RoutingContext exchange) {
    EventFeed feed =
        caller.isOperator()
            ? feeds.admitOperator(caller.operator().name())
            : feeds.admit(caller.client().name());
    exchange.addEndHandler(ended -> feed.close());
    if (engine.isOnDemand()) {
      // The platform would cut it off, and its reader could not tell that from a failure.
      endAfter(engine.maxRequest(), feed, exchange);
    }
    caller
        .sessionEnd()
        .ifPresent(end -> endAfter(Duration.between(clock.instant(), end), feed, exchange));
    return feed;
  }

  private static void endAfter(Duration time, EventFeed feed, RoutingContext exchange) {
    Vertx vertx = exchange.vertx();
    long timer = vertx.setTimer(Math.max(1, time.toMillis()), due -> feed.end());
    exchange.addEndHandler(ended -> vertx.cancelTimer(timer));
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
        new EventStream(
            feed,
            text,
            id,
            caller.isOperator() ? EventView::withClient : EventView::of,
            place,
            settings.heartbeat(),
            settings.writeTimeout());
    return Response.ok(stream)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no") // a proxy (nginx) must not hold events back
        .build();
  }
}
