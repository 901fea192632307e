package io.anteroom.accept.queue;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.NewTasks;
import io.anteroom.accept.NotRetryableException;
import io.anteroom.accept.TaskInsert;
import io.anteroom.account.ClientsFixture;
import io.anteroom.async.ManualTicker;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accepts of a client that may have ten tasks in the queue, on a real PostgreSQL. */
class QueueLimitTest {

  private final ManualTicker ticker = new ManualTicker();
  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private TaskInsert taskInsert;
  private final AtomicInteger counts = new AtomicInteger();
  private ClientQueues queues;
  private QueueLimit limit;
  private volatile boolean isCounting;
  private volatile Duration countTakes = Duration.ZERO;

  @BeforeEach
  void start() {
    AcceptSettings settings =
        TestSettings.of(AcceptSettings.class, "anteroom.accept.max-queued", "10");
    OperatorPauses pauses = new OperatorPauses(null, null, TestSettings.of(QuotaSettings.class));
    pauses.remember(List.of("default"));
    QueueWaitEstimate paused =
        new QueueWaitEstimate(
            null, null, null, null, null, new AccountAvailability(null, pauses, ticker), null);
    taskInsert = new TaskInsert(postgres.pool(), null, settings);
    queues =
        new ClientQueues(
            ClientsFixture.of("anteroom.clients.bob.max-queued", "7"),
            settings,
            observedDepth(),
            ticker);
    limit = new QueueLimit(queues, paused);
  }

  private QueueDepth observedDepth() {
    return new QueueDepth(postgres.pool()) {
      @Override
      public Uni<List<Depth>> of(List<Counted> queues) {
        isCounting = true;
        counts.incrementAndGet();
        ticker.pass(countTakes);
        return super.of(queues).onTermination().invoke(() -> isCounting = false);
      }
    };
  }

  @Test
  void aClientHasItsOwnLimitOrTheDefault() {
    assertEquals(7, limit.of("bob"));
    assertEquals(10, limit.of("alice"));
  }

  @Test
  void anAcceptWithoutASubscriberTakesNoCapacity() {
    accept(1);
    IntStream.range(0, 20).forEach(i -> accept(task()));
    accept(9);
  }

  @Test
  void anInsertGoesOnWhenItsCallerHangsUp() {
    accept(1);
    AtomicReference<UniEmitter<? super AcceptResult>> end = new AtomicReference<>();
    AtomicReference<AcceptResult> inserted = new AtomicReference<>();
    limit
        .within(
            "default",
            "alice",
            1,
            () -> Uni.createFrom().<AcceptResult>emitter(end::set).invoke(inserted::set))
        .subscribe()
        .with(accepted -> {})
        .cancel();
    end.get().complete(new AcceptResult(UUID.randomUUID(), true, null));
    assertNotNull(inserted.get());
  }

  /** As when the retention removed the request that it repeats. */
  @Test
  void anInsertThatIsRefusedTakesNoCapacity() {
    accept(9);
    for (int i = 0; i < 3; i++) {
      assertThrows(NotRetryableException.class, () -> await(within(1, refused())));
      Awaitility.await().pollDelay(Duration.ZERO).until(() -> !isCounting);
      assertEquals(9, queues.of("default", "alice").queued());
    }
    accept(1);
  }

  /** Its tasks may be in the database all the same. */
  @Test
  void anInsertThatFailsTakesCapacityUntilACountTellsMore() {
    accept(5);
    Uni<AcceptResult> broken = Uni.createFrom().failure(new IllegalStateException("broken off"));
    assertThrows(IllegalStateException.class, () -> await(within(5, broken)));
    assertEquals(10, queues.of("default", "alice").queued());
    accept(5);
  }

  private Uni<AcceptResult> within(int tasks, Uni<AcceptResult> insert) {
    return limit.within("default", "alice", tasks, () -> insert);
  }

  private static Uni<AcceptResult> refused() {
    return Uni.createFrom()
        .failure(new NotRetryableException(NotRetryableException.Reason.REQUEST_GONE));
  }

  @Test
  void aFullQueueIsRefusedWithTheResumeTimeOfAPausedAccount() {
    accept(9);
    IntStream.range(0, 20).forEach(i -> await(limit.requireCapacity("default", "alice")));
    accept(1);
    QueueFullException full =
        assertThrows(
            QueueFullException.class, () -> await(limit.requireCapacity("default", "alice")));
    assertEquals(Duration.ofMinutes(1), full.retryAfter());
    assertThrows(QueueFullException.class, () -> await(accept(task())));
  }

  @Test
  void aFullQueueIsCountedAgainAfterASecond() {
    accept(10);
    assertThrows(QueueFullException.class, () -> await(accept(task())));
    postgres.sql("delete from task where client = 'alice'");
    assertThrows(QueueFullException.class, () -> await(accept(task())), "by the last count");
    ticker.pass(Duration.ofMillis(1001));
    accept(10);
  }

  /** So the next accepts need not wait for a count. */
  @Test
  void aTickCountsTheQueuesOfAllClients() {
    accept(6);
    await(limit.within("default", "bob", 1, () -> taskInsert.accept(task("bob"))));
    Awaitility.await().until(() -> !isCounting);
    ticker.pass(Duration.ofSeconds(20));
    postgres.sql("delete from task where client = 'alice' and id in (select id from task limit 4)");
    counts.set(0);
    await(queues.tick(null));
    Awaitility.await().until(() -> counts.get() == 1 && !isCounting);
    ClientQueue alice = queues.of("default", "alice");
    assertEquals(postgres.count("task where client = 'alice'"), alice.queued());
    assertEquals(alice.queued(), alice.queued(TaskKind.TEXT));
    assertEquals(0, alice.queued(TaskKind.URL));
    assertEquals(TaskKind.TEXT, alice.largestKind());
    assertEquals(1, queues.of("default", "bob").queued());
    await(queues.tick(null));
    assertEquals(1, counts.get(), "the count is young");
  }

  @Test
  void aSlowCountOfManyQueuesIsOldAfterASecond() {
    accept(10);
    ticker.pass(Duration.ofSeconds(20));
    countTakes = Duration.ofSeconds(5);
    counts.set(0);
    await(queues.tick(null));
    Awaitility.await().until(() -> counts.get() == 1 && !isCounting);
    countTakes = Duration.ZERO;
    postgres.sql("delete from task where client = 'alice'");
    ticker.pass(Duration.ofMillis(1001));
    accept(1);
  }

  /** What is accepted while the queue is counted may count twice. */
  private void accept(int tasks) {
    for (int i = 0; i < tasks; i++) {
      assertTrue(await(accept(task())).fresh());
      Awaitility.await().pollDelay(Duration.ZERO).until(() -> !isCounting);
    }
  }

  private Uni<AcceptResult> accept(NewTask task) {
    return limit.within(task.account(), task.client(), 1, () -> taskInsert.accept(task));
  }

  private static NewTask task() {
    return task("alice");
  }

  private static NewTask task(String client) {
    return NewTasks.text(client, "default");
  }
}
