package io.anteroom.waiting.stream;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.waiting.stream.EventFeedFixture.CLIENT;
import static io.anteroom.waiting.stream.EventFeedFixture.SOON;
import static io.anteroom.waiting.stream.EventFeedFixture.listen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.accept.TaskOptions;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.waiting.WaitRegistry;
import io.anteroom.waiting.stream.EventFeed.Page;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How often feeds read a real log. The signals come from the test. */
class EventFeedReadCostTest {

  @AutoClose private static final EventFeedFixture fixture = new EventFeedFixture(50);

  private final TaskFixture store = fixture.store;
  private final WaitRegistry registry = fixture.registry;
  private SqlConnection other;

  @AfterEach
  void closeAll() {
    if (other != null) {
      letGo();
    }
    fixture.assertAllFeedsAreClosed();
  }

  /**
   * Another transaction holds the event back. The feed shows it soon after the end of that
   * transaction, without another signal.
   */
  @Test
  void anEventHeldBackIsReadLater() {
    CountingCursor cursor = new CountingCursor(fixture.now());
    EventFeed feed = fixture.open(cursor);
    holdBack();
    UUID task = store.accept(TaskOptions.NONE);
    UniAssertSubscriber<Page> next = listen(feed);
    Awaitility.await().until(() -> cursor.reads() >= 1);
    tell(task);
    int before = cursor.reads();
    Awaitility.await().until(() -> cursor.reads() >= before + 2);
    next.assertNotTerminated();
    letGo();
    assertTrue(
        next.awaitItem(SOON).getItem().events().stream().anyMatch(e -> e.task().equals(task)));
    feed.close();
  }

  /** A signal every millisecond does not shorten the waits of 50, 100, 200 and 400 ms. */
  @Test
  void signalsDoNotShortenTheBackoffWhileEventsAreHeldBack() {
    CountingCursor cursor = new CountingCursor(fixture.now());
    EventFeed feed = fixture.open(cursor);
    holdBack();
    UniAssertSubscriber<Page> next = listen(feed);
    Awaitility.await().until(() -> cursor.reads() >= 1);
    long began = System.nanoTime();
    long teller = fixture.vertx.setPeriodic(1, id -> tell(UUID.randomUUID()));
    Awaitility.await().until(() -> cursor.reads() >= 6);
    long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
    fixture.vertx.cancelTimer(teller);
    assertTrue(took >= 700, took + " ms");
    UUID task = store.accept(TaskOptions.NONE);
    letGo();
    tell(task);
    assertTrue(
        next.awaitItem(SOON).getItem().events().stream().anyMatch(e -> e.task().equals(task)));
    feed.close();
  }

  /** The tail of the log sends such signals right after a stream was opened. */
  @Test
  void aStreamDoesNotWaitForEventsBeforeItsStart() {
    UUID task = store.accept(TaskOptions.NONE);
    TaskSignal before =
        await(fixture.tail.since(new EventPosition("3", 0), 1000)).stream()
            .filter(event -> event.task().equals(task))
            .findFirst()
            .orElseThrow();
    EventCursor cursor = fixture.now();
    assertTrue(
        cursor.isNews(new TaskSignal(task, CLIENT, 1, false)), "a hint does not say where it is");
    assertTrue(cursor.isBehind());
    assertFalse(cursor.isNews(before));
    assertFalse(cursor.isBehind());
    store.cancel(task);
    TaskSignal after = await(fixture.tail.since(before.at(), 1)).get(0);
    assertTrue(cursor.isNews(after));
  }

  @Test
  void readsThatFindNothingAreNotNested() {
    assertTrue(stackAfter(30) <= stackAfter(2) + 20);
  }

  /** Many streams get the same signal at the same time. */
  @Test
  void aFewReadsAtOnceServeAllStreams() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger max = new AtomicInteger();
    List<EventFeed> all =
        IntStream.range(0, 50)
            .mapToObj(i -> fixture.open(measured(fixture.now(), underWay, max)))
            .toList();
    UUID task = store.accept(TaskOptions.NONE);
    List<UniAssertSubscriber<Page>> pages = all.stream().map(EventFeedFixture::listen).toList();
    tell(task);
    pages.forEach(page -> assertEquals(1, page.awaitItem(SOON).getItem().events().size()));
    assertEquals(4, max.get());
    all.forEach(EventFeed::close);
  }

  /** The depth of the stack at a page that comes after this many empty reads. */
  private int stackAfter(int reads) {
    CountingCursor cursor =
        new CountingCursor(fixture.now()) {
          @Override
          public boolean isNews(TaskSignal taskSignal) {
            return true;
          }
        };
    EventFeed feed = fixture.open(cursor);
    AtomicInteger depth = new AtomicInteger();
    UniAssertSubscriber<Page> next =
        feed.next(Duration.ofMinutes(5))
            .invoke(() -> depth.set(new Throwable().getStackTrace().length))
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              tell(UUID.randomUUID());
              return cursor.reads() >= reads;
            });
    feed.close();
    next.awaitItem(SOON);
    return depth.get();
  }

  private void tell(UUID task) {
    registry.wake(new TaskSignal(task, CLIENT, 1, false));
  }

  /** A transaction that writes, and does not end. */
  private void holdBack() {
    other = await(store.pool().getConnection());
    await(other.begin());
    await(other.query("select pg_current_xact_id()").execute());
  }

  private void letGo() {
    await(other.transaction().commit());
    await(other.close());
    other = null;
  }

  private static EventCursor measured(
      EventCursor cursor, AtomicInteger underWay, AtomicInteger max) {
    return new CountingCursor(cursor) {
      @Override
      public Uni<List<TaskEvent>> read(int page) {
        return Uni.createFrom()
            .deferred(
                () -> {
                  max.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                  return super.read(page);
                })
            .onTermination()
            .invoke(underWay::decrementAndGet);
      }
    };
  }
}
