package io.anteroom.task.retention;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.task.TaskSettings;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sweep removes, and what it leaves, on a real PostgreSQL. */
class RetentionSweepTest {

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @Test
  void removesOldEndedTasksWithTheirEventsAndNothingElse() {
    add(1250, "ended", "31 days");
    add(40, "ended", "29 days");
    postgres.sql("insert into duplicate_asset (task, asset) select id, 'twice' from task");
    sweep();
    assertEquals(40, postgres.count("task"));
    assertEquals(40, postgres.count("task_event"));
    assertEquals(40, postgres.count("duplicate_asset"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "submitting", "in_doubt", "running", "cancelling"})
  void keepsTasksThatHaveNotEnded(String phase) {
    add(30, phase, "400 days");
    sweep();
    assertEquals(30, postgres.count("task"));
    assertEquals(30, postgres.count("task_event"));
  }

  @Test
  void aBatchIsNoLargerThanItsSetting() {
    add(25, "ended", "31 days");
    TaskRetention taskRetention = retention("anteroom.task.retention-batch", "10");
    assertEquals(10, await(taskRetention.removeTasks()));
    assertEquals(15, postgres.count("task"));
    assertEquals(10, await(taskRetention.removeTasks()));
    assertEquals(5, await(taskRetention.removeTasks()));
    assertEquals(0, await(taskRetention.removeTasks()));
  }

  @Test
  void replicasThatSweepAtOnceDoNotWaitForEachOther() {
    add(500, "ended", "31 days");
    TaskRetention taskRetention = retention("anteroom.task.retention-batch", "100");
    var other = await(postgres.pool().getConnection());
    await(other.begin());
    await(other.query("select from task order by ended_at limit 100 for update").execute());
    await(new RetentionSweep(taskRetention).sweep());
    assertEquals(100, postgres.count("task"));
    await(other.query("rollback").execute());
    await(Uni.join().all(sweepOf(taskRetention), sweepOf(taskRetention)).andFailFast());
    assertEquals(0, postgres.count("task"));
    await(other.close());
  }

  @Test
  void dropsOnlyTheRequestsOfTasksThatEndedLongAgo() {
    add(1250, "ended", "25 hours");
    add(10, "ended", "23 hours");
    add(10, "queued", "25 hours");
    add(10, "running", "25 hours");
    sweep();
    assertEquals(1250, postgres.count("task where request is null"));
    assertEquals(
        1250,
        postgres.count("task where request is null and ended_at < now() - interval '24 hours'"));
    sweep("anteroom.task.request-retention", "0s");
    assertEquals(
        1250, postgres.count("task where request is null"), "0 keeps them as long as the tasks");
    sweep("anteroom.task.request-retention", "1h");
    assertEquals(1260, postgres.count("task where request is null"));
  }

  @Test
  void zeroKeepsTasksForEver() {
    add(10, "ended", "4000 days");
    sweep("anteroom.task.retention", "0s");
    assertEquals(10, postgres.count("task"));
  }

  /** A repeated accept finds its task as long as its key lives. */
  @Test
  void aTaskStaysAsLongAsKeysAreKept() {
    add(10, "ended", "2 hours");
    sweep("anteroom.task.retention", "1h");
    assertEquals(10, postgres.count("task"));
    await(sweepOf(retention(Duration.ofMinutes(90), "anteroom.task.retention", "1h")));
    assertEquals(0, postgres.count("task"));
  }

  @Test
  void aTaskStaysWhileItsKeyOutlivesTheSetting() {
    add(3, "ended", "31 days");
    key("'lives'", "now() + interval '1 hour'", 1);
    key("'expired'", "now() - interval '1 hour'", 2);
    sweep();
    assertEquals(1, postgres.count("task"));
    assertEquals(1, postgres.count("idempotency_key"));
    assertEquals(1, postgres.count("idempotency_key k join task t on t.id = k.task_id"));
  }

  /** A repeated accept that finds its key just before it expires finds the task, too. */
  @Test
  void aTaskOutlivesItsKeyByAMinute() {
    TaskRetention taskRetention = retention();
    add(1, "ended", "40 days");
    key("'k'", "now() - interval '1 s'", 0);
    assertEquals(0, await(taskRetention.removeTasks()));
    await(taskRetention.removeKeys());
    assertEquals(0, await(taskRetention.removeTasks()));
    postgres.sql("update idempotency_key set expires_at = now() - interval '2 minutes'");
    assertEquals(1, await(taskRetention.removeTasks()));
    assertEquals(1, await(taskRetention.removeKeys()));
  }

  @Test
  void removesExpiredKeysInBatches() {
    postgres.sql(
        """
        insert into idempotency_key
        select 'alice', n::text, 'f', gen_random_uuid(), now() + (n - 26.5) * interval '1 minute'
        from generate_series(1, 50) n
        """);
    TaskRetention taskRetention = retention("anteroom.task.retention-batch", "10");
    assertEquals(10, await(taskRetention.removeKeys()));
    await(new RetentionSweep(taskRetention).sweep());
    assertEquals(25, postgres.count("idempotency_key"));
    assertEquals(24, postgres.count("idempotency_key where expires_at > now()"));
  }

  @Test
  void removesOldReplicasAndStaleQueueState() {
    postgres.sql(
        """
        insert into replica values
          (gen_random_uuid(), now() - interval '61 minutes'),
          (gen_random_uuid(), now() - interval '59 minutes'),
          (gen_random_uuid(), now() + interval '5 seconds')
        """);
    postgres.sql("insert into queue_clock values ('a', 'text', 5)");
    postgres.sql(
        "insert into queue_finish values ('a', 'text', 'idle', 5), ('a', 'text', 'owing', 5.5),"
            + " ('a', 'url', 'other', 1)");
    sweep();
    assertEquals(2, postgres.count("replica"));
    assertEquals(2, postgres.count("queue_finish where client in ('owing', 'other')"));
    assertEquals(2, postgres.count("queue_finish"));
  }

  private void sweep(String... settings) {
    await(sweepOf(retention(settings)));
  }

  private static Uni<Void> sweepOf(TaskRetention taskRetention) {
    return new RetentionSweep(taskRetention).sweep();
  }

  private TaskRetention retention(String... settings) {
    return retention(Duration.ofHours(24), settings);
  }

  private TaskRetention retention(Duration keyRetention, String... settings) {
    return new TaskRetention(
        postgres.pool(), TestSettings.of(TaskSettings.class, settings), () -> keyRetention);
  }

  /** Tasks with one event each; those that have ended did so this long ago. */
  private void add(int count, String phase, String ago) {
    postgres.sql(
        """
        with tasks as (
          insert into task (id, client, account, kind, collection_id, request, status, phase,
                            event_no, accepted_at, updated_at, ended_at)
          select uuidv7(), 'alice', 'a', 'text', 'c', '{}', 'DONE', p, 1, at, at,
            case when p = 'ended' then at end
          from generate_series(1, %d), (select '%s', now() - interval '%s') as t (p, at)
          returning id, client, status, phase)
        insert into task_event (task_id, client, no, status, phase)
        select id, client, 1, status, phase from tasks
        """
            .formatted(count, phase, ago));
  }

  private void key(String key, String expires, int ofTask) {
    postgres.sql(
        """
        insert into idempotency_key
        select 'alice', %s, 'f', id, %s from task order by id offset %d limit 1
        """
            .formatted(key, expires, ofTask));
  }
}
