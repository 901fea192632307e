package io.anteroom.callback;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IdleReplica;
import io.anteroom.PostgresFixture;
import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.task.TaskSettings;
import io.anteroom.task.retention.TaskRetention;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A callback whose redelivery was accepted is not removed by the retention sweep. */
@QuarkusTest
@TestProfile(IdleReplica.class)
@QuarkusTestResource(TestEnvironment.class)
class RedeliverDuringRetentionTest {

  /** A redeliver waits before its commit while the test has this advisory lock. */
  private static final int LOCK = 4711;

  private static final String WAIT_AT_COMMIT =
      """
      create or replace function wait_at_commit() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock_shared(%d); return null; end $$;
      create constraint trigger wait_at_commit after update on callback
        deferrable initially deferred for each row execute function wait_at_commit()
      """
          .formatted(LOCK);

  private static final String BLOCKED = "pg_locks where not granted and locktype <> 'advisory'";

  @Inject DeliveryLog deliveryLog;

  private final UUID id = UUID.randomUUID();
  @AutoClose private final PostgresFixture postgres = PostgresFixture.ofService();
  private final TaskRetention taskRetention =
      new TaskRetention(
          postgres.pool(), TestSettings.of(TaskSettings.class), () -> Duration.ofHours(24));

  @BeforeEach
  void start() {
    postgres.sql("truncate task, task_event, batch, callback, callback_attempt");
    postgres.sql(WAIT_AT_COMMIT);
  }

  @AfterEach
  void dropTrigger() {
    postgres.sql("drop trigger wait_at_commit on callback");
  }

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
        deliveryLog.redeliver(id, "alice", ChangeScope.ALONE).subscribeAsCompletionStage();
    awaitBlocked(asked);
    await(sweep.query("commit").execute());
    assertFalse(asked.join(), "what is gone is not promised");
    await(sweep.close());
  }

  private interface Removal {
    Uni<Integer> start();
  }

  /** The redeliver is written, the sweep reads the old row, and the redeliver commits. */
  private void redeliverDuring(Removal removal) {
    SqlConnection holder = begin();
    await(holder.query("select pg_advisory_xact_lock(" + LOCK + ")").execute());
    CompletableFuture<Boolean> redelivered =
        deliveryLog.redeliver(id, "alice", ChangeScope.ALONE).subscribeAsCompletionStage();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> postgres.count("pg_locks where not granted and locktype = 'advisory'") > 0);
    CompletableFuture<Integer> removed = removal.start().subscribeAsCompletionStage();
    awaitBlocked(removed);
    await(holder.query("commit").execute());
    assertTrue(redelivered.join());
    assertEquals(0, removed.join());
    await(holder.close());
  }

  /** Waits until it waits for a lock, or has ended. */
  private void awaitBlocked(CompletableFuture<?> statement) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> statement.isDone() || postgres.count(BLOCKED) > 0);
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
