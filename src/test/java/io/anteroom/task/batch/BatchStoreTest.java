package io.anteroom.task.batch;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.accept.NewTasks.newId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.BatchInsert;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.NewBatch;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.NewTasks;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.task.CancelRequests;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskDeadlines;
import io.anteroom.task.TaskSettings;
import io.anteroom.task.TaskTransitionSql;
import io.anteroom.task.retention.TaskRetention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches on a real PostgreSQL are accepted whole and end once. */
class BatchStoreTest {

  private static final String URL = "https://Hooks.example:8443/in?x=1";

  /** Ends these tasks by one statement, as a poll by list does. */
  private static final String END =
      TaskTransitionSql.change(
          "",
          """
            phase = 'ended', status = 'DONE', ended_at = now(), event_no = t.event_no + 1,
            updated_at = now()
          where t.id = any ($1::uuid[]) and t.phase <> 'ended'
          """);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  @AutoClose("closeAndAwait")
  private static final Pool other = postgres.anotherPool();

  private static final BatchInsert intake =
      new BatchInsert(postgres.pool(), null, TestSettings.of(AcceptSettings.class));

  @BeforeEach
  void clear() {
    postgres.sql("truncate task, task_event, batch, callback, idempotency_key cascade");
  }

  @Test
  void isAcceptedWithItsTasksAndTheirFirstEvents() {
    NewBatch batch = batch(1000, URL, null);
    assertTrue(await(intake.accept(batch)).fresh());
    assertEquals(
        batch.tasks().stream().map(NewTask::id).toList(),
        await(intake.held(batch.id())).tasks().stream().map(item -> item.task()).toList());
    assertEquals(1000, postgres.count("task_event where no = 1"));
    Row stored = stored(batch);
    assertEquals("alice", stored.getString("client"));
    assertEquals(1000, stored.getInteger("total"));
    assertEquals(1000, stored.getInteger("open"));
    assertEquals(1000, postgres.count("task where status = 'INITIALIZING'"));
  }

  @Test
  void aBatchWhoseLastTasksEndTogetherHasOneCallback() {
    NewBatch batch = batch(2, URL, null);
    await(intake.accept(batch));
    SqlConnection first = await(postgres.pool().getConnection());
    await(first.begin());
    assertFalse(end(first, ids(batch).subList(0, 1)).get(0).hasCallback());
    CompletableFuture<List<TaskChange>> second =
        CompletableFuture.supplyAsync(() -> end(other, ids(batch).subList(1, 2)));
    Awaitility.await()
        .until(() -> postgres.count("pg_stat_activity where wait_event_type = 'Lock'") == 1);
    await(first.query("commit").execute());
    await(first.close());
    assertTrue(second.join().get(0).hasCallback(), "whoever ends the last wakes the courier");
    assertTold(batch);
    assertEquals("https://hooks.example:8443", text("endpoint from callback"));
    assertEquals("batch.ended", text("type from callback"));
  }

  /** Each statement ends tasks of several batches, in any order, on two replicas. */
  @Test
  void concurrentEndsOfTheSameBatchesNeitherDeadlockNorMissAnEnd() {
    long seed = System.nanoTime();
    List<NewBatch> all = IntStream.range(0, 12).mapToObj(i -> batch(30, URL, null)).toList();
    all.forEach(batch -> await(intake.accept(batch)));
    List<UUID> tasks = new ArrayList<>(all.stream().flatMap(b -> ids(b).stream()).toList());
    Collections.shuffle(tasks, new Random(seed));
    await(
        Uni.join()
            .all(
                IntStream.range(0, 40)
                    .mapToObj(i -> ending(i % 2 == 0 ? postgres.pool() : other, part(tasks, i)))
                    .toList())
            .andFailFast());
    all.forEach(BatchStoreTest::assertTold);
    assertEquals(12, postgres.count("callback"), "seed " + seed);
  }

  @Test
  void cancelsAndFailuresAreCounted() {
    NewBatch batch = batch(3, URL, null);
    await(intake.accept(batch));
    await(
        new CancelRequests(postgres.pool()).request(ids(batch).get(0), "alice", ChangeScope.ALONE));
    postgres.sql("update task set deadline_at = now() where id = '" + ids(batch).get(1) + "'");
    await(new TaskDeadlines(postgres.pool(), TestSettings.of(TaskSettings.class)).endOverdue());
    Row open = stored(batch);
    assertEquals(1, open.getInteger("open"));
    assertNull(open.getOffsetDateTime("ended_at"));
    assertEquals(0, postgres.count("callback"));
    end(other, ids(batch));
    Row ended = stored(batch);
    assertEquals(
        List.of(1, 1, 1), Stream.of("done", "failed", "cancelled").map(ended::getInteger).toList());
    assertEquals(1, postgres.count("callback"));
  }

  @Test
  void isRemovedAfterItsTasksAndItsCallback() {
    NewBatch batch = batch(3, URL, new IdempotencyKey("k", "f"));
    await(intake.accept(batch));
    end(other, ids(batch));
    postgres.sql("update task set ended_at = now() - interval '31 days'");
    postgres.sql("update batch set ended_at = now() - interval '31 days'");
    TaskRetention taskRetention =
        new TaskRetention(
            postgres.pool(), TestSettings.of(TaskSettings.class), () -> Duration.ofHours(24));
    assertEquals(0, await(taskRetention.removeTasks()), "its key still stands for it");
    postgres.sql("update idempotency_key set expires_at = now() - interval '2 minutes'");
    assertEquals(0, await(taskRetention.removeBatches()), "it has tasks");
    assertEquals(3, await(taskRetention.removeTasks()));
    assertEquals(0, await(taskRetention.removeBatches()), "its callback is pending");
    postgres.sql("update callback set state = 'delivered'");
    assertEquals(1, await(taskRetention.removeBatches()));
    assertEquals(0, postgres.count("batch") + postgres.count("callback"));
  }

  private static void assertTold(NewBatch batch) {
    Row ended = stored(batch);
    assertEquals(0, ended.getInteger("open"));
    assertEquals(ended.getInteger("total"), ended.getInteger("done"));
    assertEquals(1, postgres.count("callback where id = '" + batch.id() + "'"));
  }

  private static Row stored(NewBatch batch) {
    return postgres.sql("select * from batch where id = '" + batch.id() + "'").iterator().next();
  }

  private static List<UUID> part(List<UUID> tasks, int i) {
    return tasks.subList(i * tasks.size() / 40, (i + 1) * tasks.size() / 40);
  }

  private static Uni<List<TaskChange>> ending(SqlClient on, List<UUID> ids) {
    return on.preparedQuery(END)
        .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
        .map(TaskChange::from);
  }

  private static List<TaskChange> end(SqlClient on, List<UUID> ids) {
    return await(ending(on, ids));
  }

  private static List<UUID> ids(NewBatch batch) {
    return batch.tasks().stream().map(NewTask::id).toList();
  }

  private static NewBatch batch(int tasks, String callbackUrl, IdempotencyKey key) {
    return new NewBatch(
        newId(),
        "alice",
        "ref",
        callbackUrl,
        null,
        IntStream.range(0, tasks).mapToObj(i -> task()).toList(),
        key,
        null);
  }

  private static NewTask task() {
    return NewTasks.text("alice", "default");
  }

  private static String text(String what) {
    return postgres.text("select " + what);
  }
}
