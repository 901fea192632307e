package io.anteroom.waiting.stream;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.accept.TaskOptions;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.EventTail;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.waiting.WaitRegistry;
import io.anteroom.waiting.stream.EventFeed.Page;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Feeds over a real log; the signals come from the test. */
class EventFeedTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ALICE = "alice"; // the client of StoreFixture

  private static final TaskFixture store = TaskFixture.create();
  private static final Vertx vertx = Vertx.vertx();
  private static final EventLog log = new EventLog(store.pool(), new EventHorizon(store.pool()));

  private final WaitRegistry room = new WaitRegistry(vertx);
  private final EventFeeds feeds = feeds("max-per-client", "2");

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    store.close();
  }

  @AfterEach
  void nobodyIsLeftBehind() {
    assertEquals(0, feeds.size());
    assertTrue(room.isEmpty());
  }

  @Test
  void aTasksFeedHasWhatIsThereAndWhatComes() {
    UUID task = store.accept(TaskOptions.NONE);
    EventFeed feed = feeds.admit(ALICE);
    feed.open(feeds.ofTask(task, 0));
    assertEquals(List.of(1), numbers(await(feed.next(LONG))));
    UniAssertSubscriber<Page> next = listen(feed);
    store.cancel(task);
    next.assertNotTerminated();
    room.wake(new TaskSignal(task, ALICE, 2, true));
    Page last = next.awaitItem(SOON).getItem();
    assertEquals(List.of(2), numbers(last));
    assertTrue(last.last());
    feed.close();
  }

  @Test
  void silenceIsAnEmptyPage() {
    EventFeed feed = clientFeed();
    Page page = await(feed.next(Duration.ofMillis(50)));
    assertEquals(List.of(), page.events());
    assertFalse(page.last());
    feed.close();
  }

  @Test
  void anotherClientsChangesAreNotHeard() {
    EventFeed feed = clientFeed();
    UniAssertSubscriber<Page> next = listen(feed);
    UUID task = store.accept(TaskOptions.NONE);
    room.wake(new TaskSignal(task, "bob", 1, false));
    next.assertNotTerminated();
    room.wake(new TaskSignal(task, ALICE, 1, false));
    assertEquals(List.of(1), numbers(next.awaitItem(SOON).getItem()));
    feed.close();
  }

  @Test
  void oneThatIsEndedEndsAtOnce() {
    EventFeed feed = clientFeed();
    UniAssertSubscriber<Page> next = listen(feed);
    feed.end();
    assertTrue(next.awaitItem(SOON).getItem().last());
    feed.close();
  }

  @Test
  void whoHangsUpIsForgottenAtOnce() {
    EventFeed feed = clientFeed();
    UniAssertSubscriber<Page> next = listen(feed);
    assertEquals(1, feeds.size());
    feed.close();
    feed.close();
    assertEquals(0, feeds.size());
    assertTrue(room.isEmpty());
    assertTrue(next.awaitItem(SOON).getItem().last());
  }

  @Test
  void aClientHasItsBound() {
    EventFeed one = feeds.admit(ALICE);
    EventFeed two = feeds.admit(ALICE);
    assertThrows(TooManyStreamsException.class, () -> feeds.admit(ALICE));
    EventFeed ofBob = feeds.admit("bob");
    two.close();
    EventFeed three = feeds.admit(ALICE);
    List.of(one, three, ofBob).forEach(EventFeed::close);
  }

  private EventFeeds feeds(String key, String value) {
    EventStreamSettings settings =
        TestSettings.of(EventStreamSettings.class, "anteroom.events." + key, value);
    return new EventFeeds(log, room, vertx, settings);
  }

  private EventFeed clientFeed() {
    EventFeed feed = feeds.admit(ALICE);
    feed.open(
        feeds.ofClient(
            ALICE, await(new EventTail(store.pool(), new EventHorizon(store.pool())).now())));
    Awaitility.await()
        .until(() -> await(feed.next(Duration.ofMillis(100))).events().isEmpty()); // caught up
    return feed;
  }

  private static UniAssertSubscriber<Page> listen(EventFeed feed) {
    return feed.next(LONG).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  private static List<Integer> numbers(Page page) {
    return page.events().stream().map(TaskEvent::no).toList();
  }
}
