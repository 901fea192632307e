package io.anteroom.cluster;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.accept.TaskOptions;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.Ticker;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.TaskSettings;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that becomes due, on a real PostgreSQL. */
class NextDueTest {

  @AutoClose private static final TaskFixture tasks = TaskFixture.create();
  private static final Replica replica =
      new Replica(
          new ReplicaLeases(tasks.pool()),
          TestSettings.of(ClusterSettings.class),
          SuspendAwareClock.ofSystem());
  private static final NextDue nextDue =
      new NextDue(
          tasks.pool(),
          new QuotaLedger(
              tasks.pool(),
              TestSettings.of(QuotaSettings.class),
              SuspendAwareClock.ofSystem(),
              Ticker.SYSTEM),
          replica,
          TestSettings.of(TaskSettings.class),
          new AccountDirectory(
              TestSettings.of(
                  AccountSettings.class, "anteroom.accounts.default.api-key", "upstream-key")));

  @BeforeEach
  void clear() {
    tasks.clear();
    sql("delete from callback");
    sql("delete from duplicate_watch");
    sql("delete from operator_pause");
    sql("delete from quota_slot");
    sql("delete from quota_class");
  }

  @Test
  void nothingIsDueWithoutTasks() {
    assertEquals(Duration.ZERO, dueIn(Duration.ZERO));
    assertTrue(await(nextDue.ask()).due().isEmpty());
  }

  @Test
  void whatIsQueuedIsDueWithItsNextPermit() {
    tasks.accept(TaskOptions.NONE);
    sql(
        "insert into quota_class (account, class, slots, hold)"
            + " values ('default', 'index.text', 1, interval '60 s')");
    sql(
        "insert into quota_slot (account, class, n, free_at)"
            + " values ('default', 'index.text', 0, now() + interval '30 s')");
    assertIn(30);
    sql("update quota_slot set free_at = now()");
    assertIn(0);
  }

  @Test
  void whatIsQueuedAndDelayedIsDueThen() {
    UUID id = tasks.accept(TaskOptions.NONE);
    tasks.set(id, "not_before = now() + interval '40 s'");
    assertIn(40);
  }

  @ParameterizedTest
  @CsvSource({"RUNNING", "IN_DOUBT"})
  void aPollOrACheckIsDueAtItsTime(Phase phase) {
    UUID id = running(phase);
    tasks.set(id, "next_poll_at = now() + interval '20 s'");
    assertIn(20);
    sql("insert into operator_pause (account) values ('default')");
    assertFalse(
        await(nextDue.ask()).isWithin(Duration.ofHours(1)), "a paused account does nothing");
  }

  @Test
  void aDeadlineIsDue() {
    UUID id = running(Phase.RUNNING);
    tasks.set(id, "next_poll_at = now() + interval '1 h', deadline_at = now() + interval '15 s'");
    assertIn(15);
  }

  @Test
  void theLongestRunIsDue() {
    UUID id = running(Phase.RUNNING);
    tasks.set(
        id,
        "next_poll_at = now() + interval '1 h',"
            + " submitted_at = now() - interval '24 h' + interval '10 s'");
    assertIn(10);
  }

  @Test
  void aSubmitOfAnotherReplicaIsDueWhenItsLeaseEnds() {
    tasks.accept(TaskOptions.NONE);
    tasks.mark();
    sql("update replica set lease_until = now() + interval '30 s'");
    assertIn(30);
    sql("update replica set lease_until = now() - interval '1 s'");
    assertIn(0);
    sql("update replica set lease_until = now() + interval '1 h'");
    tasks.set(tasks.accept(TaskOptions.NONE), "phase = 'ended'");
    sql("update task set lease_owner = '%s' where phase = 'submitting'".formatted(replica.id()));
    assertTrue(await(nextDue.ask()).due().isEmpty(), "its own are under way");
  }

  @Test
  void aDuplicateWatchIsDue() {
    sql(
        "insert into duplicate_watch (task, account, since, check_at)"
            + " values (gen_random_uuid(), 'default', now(), now() + interval '50 s')");
    assertIn(50);
  }

  private static UUID running(Phase phase) {
    UUID id = tasks.accept(TaskOptions.NONE);
    tasks.record(tasks.mark(), phase);
    return id;
  }

  private static void assertIn(int seconds) {
    Duration in = dueIn(Duration.ofDays(1));
    assertEquals(seconds, Math.max(0, in.toMillis() + 500) / 1000, in.toString());
  }

  private static Duration dueIn(Duration otherwise) {
    NextDue.Seen seen = await(nextDue.ask());
    return seen.due().map(at -> Duration.between(seen.now(), at)).orElse(otherwise);
  }

  private static void sql(String statement) {
    tasks.pool().query(statement).execute().await().indefinitely();
  }
}
