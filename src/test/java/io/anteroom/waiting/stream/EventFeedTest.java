package io.anteroom.waiting.stream;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.waiting.stream.EventFeedFixture.CLIENT;
import static io.anteroom.waiting.stream.EventFeedFixture.SOON;
import static io.anteroom.waiting.stream.EventFeedFixture.listen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.accept.TaskOptions;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.waiting.WaitRegistry;
import io.anteroom.waiting.stream.EventFeed.Page;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Feeds over a real log; the signals come from the test. */
class EventFeedTest {

  @AutoClose private static final EventFeedFixture fixture = new EventFeedFixture(2);

  private final TaskFixture store = fixture.store;
  private final WaitRegistry registry = fixture.registry;
  private final EventFeeds feeds = fixture.feeds;

  @AfterEach
  void allFeedsAreClosed() {
    fixture.assertAllFeedsAreClosed();
  }

  @Test
  void aTasksFeedHasOldAndNewEvents() {
    UUID task = store.accept(TaskOptions.NONE);
    EventFeed feed = feeds.admit(CLIENT);
    feed.open(feeds.ofTask(task, 0));
    assertEquals(List.of(1), numbers(listen(feed).awaitItem(SOON).getItem()));
    UniAssertSubscriber<Page> next = listen(feed);
    store.cancel(task);
    next.assertNotTerminated();
    registry.wake(new TaskSignal(task, CLIENT, 2, true));
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
  void changesOfAnotherClientAreIgnored() {
    EventFeed feed = clientFeed();
    UniAssertSubscriber<Page> next = listen(feed);
    UUID task = store.accept(TaskOptions.NONE);
    registry.wake(new TaskSignal(task, "bob", 1, false));
    next.assertNotTerminated();
    registry.wake(new TaskSignal(task, CLIENT, 1, false));
    assertEquals(List.of(1), numbers(next.awaitItem(SOON).getItem()));
    feed.close();
  }

  @Test
  void anEndedFeedEndsAtOnce() {
    EventFeed feed = clientFeed();
    UniAssertSubscriber<Page> next = listen(feed);
    feed.end();
    assertTrue(next.awaitItem(SOON).getItem().last());
    feed.close();
  }

  @Test
  void aClosedFeedIsForgottenAtOnce() {
    EventFeed feed = clientFeed();
    UniAssertSubscriber<Page> next = listen(feed);
    assertEquals(1, feeds.size());
    feed.close();
    feed.close();
    assertEquals(0, feeds.size());
    assertTrue(registry.isEmpty());
    assertTrue(next.awaitItem(SOON).getItem().last());
  }

  @Test
  void aClientHasAMaximumOfFeeds() {
    EventFeed one = feeds.admit(CLIENT);
    EventFeed two = feeds.admit(CLIENT);
    assertThrows(TooManyStreamsException.class, () -> feeds.admit(CLIENT));
    EventFeed ofBob = feeds.admit("bob");
    two.close();
    EventFeed three = feeds.admit(CLIENT);
    List.of(one, three, ofBob).forEach(EventFeed::close);
  }

  private static EventFeed clientFeed() {
    EventFeed feed = fixture.open(fixture.now());
    Awaitility.await()
        .until(() -> await(feed.next(Duration.ofMillis(100))).events().isEmpty()); // caught up
    return feed;
  }

  private static List<Integer> numbers(Page page) {
    return page.events().stream().map(TaskEvent::no).toList();
  }
}
