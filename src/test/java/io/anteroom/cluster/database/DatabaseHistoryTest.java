package io.anteroom.cluster.database;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.accept.TaskOptions;
import io.anteroom.cluster.database.DatabaseHistory.Seen;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFixture;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database continues on another timeline. */
class DatabaseHistoryTest {

  private static final String FAR = "FFFFFFF/0";

  @AutoClose private TaskFixture store;
  private DatabaseHistory history;

  @BeforeEach
  void open() {
    store = TaskFixture.create();
    history = new DatabaseHistory(store.pool());
    await(history.enter());
  }

  @Test
  void theSameHistoryChangesNothing() {
    Seen first = await(history.observe(DatabaseHistory.NOTHING));
    store.accept(TaskOptions.NONE);
    assertFalse(first.isOther());
    assertFalse(await(history.observe(first.position())).isOther());
    await(history.enter());
    assertFalse(adopt(await(history.observe(first.position())), first.at()));
    assertNotEquals("unknown", epoch());
    assertTrue(epoch().matches("\\d+/[0-9A-F]{8}"), epoch());
  }

  @Test
  void anotherTimelineIsAdoptedOnce() {
    Seen good = await(history.observe(DatabaseHistory.NOTHING));
    sql("update database_history set epoch = '1/00000001'");
    Seen seen = await(history.observe(good.position()));
    assertTrue(seen.moved());
    List<CompletableFuture<Boolean>> replicas =
        IntStream.range(0, 4)
            .mapToObj(n -> adopting(seen, good.at()).subscribeAsCompletionStage())
            .toList();
    assertEquals(1, replicas.stream().filter(CompletableFuture::join).count());
    assertFalse(await(history.observe(good.position())).isOther());
  }

  @Test
  void anOlderCopyOfTheSameClusterIsAdoptedOnce() {
    Seen good = await(history.observe(DatabaseHistory.NOTHING));
    Seen back = await(history.observe(FAR));
    assertTrue(back.back());
    assertTrue(adopt(back, good.at()));
    assertFalse(adopt(back, good.at()), "another replica has");
  }

  /** A server of unknown history is never taken for another one. */
  @Test
  void anUnknownHistoryIsNoOther() {
    sql("update database_history set epoch = 'unknown'");
    assertFalse(await(history.observe(DatabaseHistory.NOTHING)).moved());
    await(history.enter());
    assertNotEquals("unknown", epoch());
  }

  @Test
  void possibleSubmitsAreInDoubtWithEveryPossibleAttempt() {
    UUID submitting = store.accept(TaskOptions.NONE);
    store.mark();
    UUID doubted = store.inDoubt(Duration.ofMinutes(9));
    UUID running = store.accept(TaskOptions.NONE);
    store.record(store.mark(), Phase.RUNNING);
    UUID queued = store.accept(TaskOptions.NONE);

    List<TaskChange> changed = await(store.pool().withTransaction(history::doubt));

    assertEquals(3, changed.size());
    for (UUID id : List.of(submitting, doubted, queued)) {
      assertEquals("in_doubt", store.text(id, "phase"));
      assertEquals(1, store.number(id, "(in_doubt_since > now() - interval '1 minute')::int"));
    }
    assertEquals("{1,2,3,4}", store.text(submitting, "in_doubt_attempts"));
    assertEquals("{1,1,2,3,4}", store.text(doubted, "in_doubt_attempts"));
    assertEquals("{1,2,3}", store.text(queued, "in_doubt_attempts"));
    assertEquals(3, store.number(queued, "attempt"), "the next submit has a number of its own");
    assertEquals("running", store.text(running, "phase"));
  }

  /** At most two windows of the queue: the rest cannot have been submitted. */
  @Test
  void aLongQueueIsInDoubtOnlyUpToTheQuota() {
    for (int i = 0; i < 10; i++) {
      store.accept(TaskOptions.NONE);
    }
    sql(
        "insert into quota_class (account, class, slots, hold)"
            + " values ('default', 'index.text', 3, interval '60 s')");
    assertEquals(6, await(store.pool().withTransaction(history::doubt)).size());
  }

  private boolean adopt(Seen seen, String lastGood) {
    return await(adopting(seen, lastGood));
  }

  private Uni<Boolean> adopting(Seen seen, String lastGood) {
    return store.pool().withTransaction(c -> history.adopt(c, seen, lastGood));
  }

  private String epoch() {
    return await(store.pool().query("select epoch from database_history").execute())
        .iterator()
        .next()
        .getString(0);
  }

  private void sql(String statement) {
    await(store.pool().query(statement).execute());
  }
}
