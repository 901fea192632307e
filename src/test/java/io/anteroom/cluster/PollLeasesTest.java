package io.anteroom.cluster;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.accept.TaskOptions;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.async.ClockReading;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.cluster.PollLeases.PollLease;
import io.anteroom.cluster.database.DatabaseHistory;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.TaskSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Replicas take the poll leases of their accounts with the tick, on a real PostgreSQL. */
class PollLeasesTest {

  private static final String ACCOUNT = "default";
  private static final Duration LEASE = Duration.ofSeconds(10);

  @AutoClose private final TaskFixture store = TaskFixture.create();
  private final DueWork dueWork = new DueWork(store.pool(), TestSettings.of(TaskSettings.class));
  private final TestReplica one = new TestReplica("true");
  private final TestReplica other = new TestReplica("true");

  @Test
  void oneReplicaHoldsTheLeaseAndRenewsIt() {
    one.tick();
    assertTrue(one.holds());
    other.tick();
    assertFalse(other.holds());
    one.tick();
    assertTrue(one.holds());
  }

  @Test
  void aLeaseThatEndedIsTakenByTheNextReplicaAndLostByTheFirst() {
    one.tick();
    sql("update poll_lease set lease_until = now()");
    other.tick();
    assertTrue(other.holds());
    one.tick();
    assertFalse(one.holds());
  }

  @Test
  void theNextReplicaHasToReadEverythingAndTheSameOneDoesNot() {
    assertTrue(one.tick().get(0).isNew(), "nothing is read yet");
    one.leases.readUpTo(ACCOUNT, "1");
    assertFalse(one.tick().get(0).isNew());
    sql("update poll_lease set lease_until = now()");
    assertFalse(one.tick().get(0).isNew(), "nobody else polled");
    sql("update poll_lease set lease_until = now()");
    other.leases.readUpTo(ACCOUNT, "1");
    assertTrue(other.tick().get(0).isNew());
    sql("update poll_lease set lease_until = now()");
    assertTrue(one.tick().get(0).isNew());
  }

  @Test
  void aReplicaThatStopsGivesTheLeaseUp() {
    one.tick();
    await(new ReplicaLeases(store.pool()).leave(one.id));
    other.tick();
    assertTrue(other.holds());
  }

  @Test
  void afterAnotherHistoryOfTheDatabaseEverythingIsReadAnew() {
    one.tick();
    one.leases.readUpTo(ACCOUNT, "1");
    assertFalse(one.tick().get(0).isNew());
    await(store.pool().withTransaction(client -> new DatabaseHistory(store.pool()).doubt(client)));
    assertTrue(one.tick().get(0).isNew());
  }

  @Test
  void aReplicaThatDoesNotWorkTakesNone() {
    assertEquals(List.of(), new TestReplica("false").tick());
    assertEquals(0, count("poll_lease"));
  }

  @Test
  void aReplicaWhoseOwnLeaseEndedTakesNone() {
    await(new ReplicaLeases(store.pool()).leave(one.id));
    assertEquals(List.of(), one.tick());
  }

  @Test
  void aReplicaThatDidNotTickForLongDoesNotPoll() {
    one.tick();
    assertTrue(one.holds());
    one.passed = Duration.ofSeconds(3).toNanos();
    assertFalse(one.holds());
  }

  @Test
  void theHolderIsToldOfTasksThatChangedAfterItsLastRead() {
    one.tick();
    assertNothingChangedAfterARead();
    store.accept(TaskOptions.NONE);
    assertFalse(one.tick().get(0).changed(), "a queued task is not polled");
    store.record(store.mark(), Phase.RUNNING);
    assertTrue(one.tick().get(0).changed());
    assertNothingChangedAfterARead();
    assertEquals(List.of(), other.tick());
  }

  @Test
  void theLeaseSaysWhenItsHolderPollsNext() {
    one.tick();
    one.leases.readUpTo(ACCOUNT, "1");
    one.leases.pollsIn(ACCOUNT, Duration.ofSeconds(30));
    one.tick();
    assertEquals(
        1,
        count(
            "poll_lease where next_poll_at between now() + interval '25 s' and now() + interval '31 s'"));
    one.leases.pollsIn(ACCOUNT, null);
    one.tick();
    assertEquals(1, count("poll_lease where next_poll_at is null"));
  }

  /** A transaction of the server's own may be open for a moment. */
  private void assertNothingChangedAfterARead() {
    Awaitility.await()
        .until(
            () -> {
              one.leases.readUpTo(ACCOUNT, transaction());
              return !one.tick().get(0).changed();
            });
  }

  private final class TestReplica {
    private final UUID id = UUID.randomUUID();
    private volatile long passed;
    private final PollLeases leases;

    private TestReplica(String works) {
      SuspendAwareClock clocks =
          new SuspendAwareClock(() -> System.nanoTime() + passed, Clock.systemUTC());
      leases =
          new PollLeases(
              TestSettings.of(ClusterSettings.class, "anteroom.cluster.work", works),
              new AccountDirectory(
                  TestSettings.of(AccountSettings.class, "anteroom.accounts.default.api-key", "k")),
              clocks);
      await(new ReplicaLeases(store.pool()).enter(id, LEASE));
    }

    private boolean holds() {
      return leases.isHeld(ACCOUNT);
    }

    private List<PollLease> tick() {
      ClockReading asked = SuspendAwareClock.ofSystem().now();
      List<PollLease> polls =
          await(dueWork.ask(id, LEASE, List.of(ACCOUNT), DatabaseHistory.NOTHING, leases, null))
              .polls();
      leases.granted(polls, asked);
      return polls;
    }
  }

  private String transaction() {
    return await(
            store.pool().query("select pg_snapshot_xmin(pg_current_snapshot())::text").execute())
        .iterator()
        .next()
        .getString(0);
  }

  private int count(String table) {
    return await(store.pool().query("select count(*)::int from " + table).execute())
        .iterator()
        .next()
        .getInteger(0);
  }

  private void sql(String statement) {
    await(store.pool().query(statement).execute());
  }
}
