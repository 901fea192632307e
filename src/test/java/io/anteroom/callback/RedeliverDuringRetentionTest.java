package io.anteroom.callback;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.callback.outbox.OutboxFixture;
import io.anteroom.task.TaskSettings;
import io.anteroom.task.retention.TaskRetention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A callback whose redelivery was accepted is not removed by the retention sweep. */
class RedeliverDuringRetentionTest {

  private final UUID id = UUID.randomUUID();
  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final TaskRetention taskRetention =
      new TaskRetention(
          postgres.pool(), TestSettings.of(TaskSettings.class), () -> Duration.ofHours(24));

  @Test
  void aTaskStaysWhenItsCallbackIsRedeliveredDuringTheSweep() {
    addTask();
    addCallback("task.done", "delivered");
    redeliverDuring(() -> taskRetention.removeTasks());
    assertEquals(1, postgres.count("task"));
    assertEquals(1, postgres.count("task_event"));
    assertEquals(1, postgres.count("callback where state = 'pending'"));
  }

  @Test
  void aBatchStaysWhenItsCallbackIsRedeliveredDuringTheSweep() {
    postgres.sql(
        """
        insert into batch (id, client, total, open, accepted_at, ended_at)
        values ('%s', 'alice', 1, 0, now() - interval '40 days', now() - interval '40 days')
        """
            .formatted(id));
    addCallback("batch.ended", "exhausted");
    redeliverDuring(() -> taskRetention.removeBatches());
    assertEquals(1, postgres.count("batch"));
    assertEquals(1, postgres.count("callback where state = 'pending'"));
  }

  /** The other order: a callback that is being removed cannot be redelivered. */
  @Test
  void aCallbackBeingRemovedIsNotRedelivered() {
    addTask();
    addCallback("task.failed", "gone");
    SqlConnection sweep = begin();
    await(sweep.query("delete from callback").execute());
    CompletableFuture<Boolean> asked =
        postgres
            .pool()
            .withTransaction(open -> OutboxFixture.redeliver(open, id, "alice"))
            .subscribeAsCompletionStage();
    awaitBlocked(asked);
    await(sweep.query("commit").execute());
    assertFalse(asked.join(), "what is gone is not promised");
    await(sweep.close());
  }

  /** A repeated accept that finds its key just before it expires finds the task, too. */
  @Test
  void aTaskOutlivesItsKeyByAMinute() {
    addTask();
    postgres.sql(
        "insert into idempotency_key values ('alice', 'k', 'f', '%s', now() - interval '1 s')"
            .formatted(id));
    assertEquals(0, await(taskRetention.removeTasks()));
    await(taskRetention.removeKeys());
    assertEquals(0, await(taskRetention.removeTasks()));
    postgres.sql("update idempotency_key set expires_at = now() - interval '2 minutes'");
    assertEquals(1, await(taskRetention.removeTasks()));
    assertEquals(1, await(taskRetention.removeKeys()));
  }

  private interface Removal {
    Uni<Integer> start();
  }

  /** The redeliver is written, the sweep reads the old row, and the redeliver commits. */
  private void redeliverDuring(Removal removal) {
    SqlConnection caller = begin();
    assertTrue(await(OutboxFixture.redeliver(caller, id, "alice")));
    CompletableFuture<Integer> removed = removal.start().subscribeAsCompletionStage();
    awaitBlocked(removed);
    await(caller.query("commit").execute());
    assertEquals(0, removed.join());
    await(caller.close());
  }

  /** Waits until it waits for a lock, or has ended. */
  private void awaitBlocked(CompletableFuture<?> statement) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> statement.isDone() || postgres.count("pg_locks where not granted") > 0);
  }

  private SqlConnection begin() {
    SqlConnection connection = await(postgres.pool().getConnection());
    await(connection.query("begin").execute());
    return connection;
  }

  private void addTask() {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at, ended_at)
        select '%s', 'alice', 'a', 'text', 'c', '{}', 'DONE', 'ended', 1, at, at, at
        from (select now() - interval '40 days' as at) t
        """
            .formatted(id));
    postgres.sql(
        """
        insert into task_event (task_id, client, no, status, phase)
        values ('%s', 'alice', 1, 'DONE', 'ended')
        """
            .formatted(id));
  }

  private void addCallback(String type, String state) {
    postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, state)
        values ('%s', 'alice', '%s', 'https://a.example/', 'https://a.example', '%s')
        """
            .formatted(id, type, state));
  }
}
