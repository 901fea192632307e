package io.anteroom.waiting.stream;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.EventTail;
import io.anteroom.waiting.WaitRegistry;
import io.anteroom.waiting.stream.EventFeed.Page;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Feeds of one client over a real log. The signals come from the test. */
final class EventFeedFixture implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);
  static final String CLIENT = "alice"; // the client of TaskFixture

  private static final Duration LONG = Duration.ofMinutes(5);

  final TaskFixture store = TaskFixture.create();
  final Vertx vertx = Vertx.vertx();
  final EventTail tail = new EventTail(store.pool(), new EventHorizon(store.pool(), Ticker.SYSTEM));
  final WaitRegistry registry = new WaitRegistry(vertx);
  final EventFeeds feeds;

  EventFeedFixture(int maxPerClient) {
    feeds =
        new EventFeeds(
            new EventLog(store.pool(), new EventHorizon(store.pool(), Ticker.SYSTEM)),
            registry,
            vertx,
            TestSettings.of(
                EventStreamSettings.class,
                "anteroom.events.max-per-client",
                Integer.toString(maxPerClient)),
            Ticker.SYSTEM);
  }

  EventFeed open(EventCursor cursor) {
    EventFeed feed = feeds.admit(CLIENT);
    feed.open(cursor);
    return feed;
  }

  /** Reads what comes from now on. */
  EventCursor now() {
    return feeds.ofClient(CLIENT, await(tail.now()));
  }

  /** Asks for the next page. */
  static UniAssertSubscriber<Page> listen(EventFeed feed) {
    return feed.next(LONG).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  void assertAllFeedsAreClosed() {
    assertEquals(0, feeds.size());
    assertTrue(registry.isEmpty());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    store.close();
  }
}
