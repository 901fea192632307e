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

/** Each thing that becomes due, on a real PostgreSQL. */
class NextDueTest {

  @AutoClose private static final TaskFixture tasks = TaskFixture.create();
  private static final Replica replica =
      new Replica(
          new ReplicaLeases(tasks.pool()),
          TestSettings.of(ClusterSettings.class),
          SuspendAwareClock.ofSystem());
  private static final AccountDirectory accounts =
      new AccountDirectory(
          TestSettings.of(
              AccountSettings.class, "anteroom.accounts.default.api-key", "upstream-key"));
  private PollLeases pollLeases;
  private NextDue nextDue;

  @BeforeEach
  void clear() {
    tasks.clear();
    sql("delete from callback");
    sql("delete from duplicate_watch");
    sql("delete from operator_pause");
    sql("delete from poll_lease");
    sql("delete from quota_slot");
    sql("delete from quota_class");
    pollLeases =
        new PollLeases(
            TestSettings.of(ClusterSettings.class), accounts, SuspendAwareClock.ofSystem());
    nextDue =
        new NextDue(
            tasks.pool(),
            new QuotaLedger(
                tasks.pool(),
                TestSettings.of(QuotaSettings.class),
                SuspendAwareClock.ofSystem(),
                Ticker.SYSTEM),
            replica,
            pollLeases,
            TestSettings.of(TaskSettings.class),
            accounts);
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

  @Test
  void aCheckIsDueAtItsTime() {
    UUID id = running(Phase.IN_DOUBT);
    tasks.set(id, "next_check_at = now() + interval '20 s'");
    assertIn(20);
    sql("insert into operator_pause (account) values ('default')");
    assertFalse(
        await(nextDue.ask()).isWithin(Duration.ofHours(1)), "a paused account does nothing");
  }

  @Test
  void aPollIsDueWhenTheReplicaThatPollsSaysSo() {
    lease(UUID.randomUUID(), "9999999", "20 s");
    assertTrue(await(nextDue.ask()).due().isEmpty(), "nothing runs");
    running(Phase.RUNNING);
    sql("update poll_lease set next_poll_at = now() + interval '20 s'");
    assertIn(20);
  }

  @Test
  void aRunningTaskThatNoReplicaHasReadIsDueAtOnce() {
    running(Phase.RUNNING);
    assertIn(0);
    lease(UUID.randomUUID(), "1", "20 s");
    assertIn(0);
    sql("delete from poll_lease");
    lease(UUID.randomUUID(), null, null);
    assertIn(0);
  }

  @Test
  void whatThisReplicaRemembersIsNewerThanItsLease() {
    running(Phase.RUNNING);
    lease(replica.id(), "9999999", "20 s");
    assertIn(0);
    pollLeases.readUpTo("default", "9999999");
    pollLeases.pollsIn("default", Duration.ofSeconds(40));
    assertIn(40);
    sql("update poll_lease set owner = gen_random_uuid()");
    assertIn(20);
  }

  @Test
  void aDeadlineIsDue() {
    UUID id = running(Phase.RUNNING);
    lease(UUID.randomUUID(), "9999999", "1 h");
    tasks.set(id, "deadline_at = now() + interval '15 s'");
    assertIn(15);
  }

  @Test
  void theLongestRunIsDue() {
    UUID id = running(Phase.RUNNING);
    lease(UUID.randomUUID(), "9999999", "1 h");
    tasks.set(id, "submitted_at = now() - interval '24 h' + interval '10 s'");
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

  private static void lease(UUID owner, String readUpTo, String next) {
    sql(
        "insert into poll_lease values ('default', '%s', now(), %s::xid8, now() + %s::interval)"
            .formatted(owner, text(readUpTo), text(next)));
  }

  private static String text(String value) {
    return value == null ? "null" : "'" + value + "'";
  }

  private static UUID running(Phase phase) {
    UUID id = tasks.accept(TaskOptions.NONE);
    tasks.record(tasks.mark(), phase);
    return id;
  }

  /** Due in so many seconds from the statement that said so, which may have been seconds ago. */
  private void assertIn(int seconds) {
    Duration in = dueIn(Duration.ofDays(1));
    long late = Duration.ofSeconds(seconds).minus(in).toMillis();
    assertTrue(late > -500 && (late < 5_000 || seconds == 0), in.toString());
  }

  private Duration dueIn(Duration otherwise) {
    NextDue.Seen seen = await(nextDue.ask());
    return seen.due().map(at -> Duration.between(seen.now(), at)).orElse(otherwise);
  }

  private static void sql(String statement) {
    tasks.pool().query(statement).execute().await().indefinitely();
  }
}
