package io.anteroom.cluster;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.accept.TaskOptions;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.database.DatabaseHistory;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.TaskSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private final PollLeases one = replica("true");
  private final PollLeases other = replica("true");

  @Test
  void oneReplicaHoldsTheLeaseAndRenewsIt() {
    tick(one);
    UUID id = one.of(ACCOUNT).orElseThrow();
    tick(other);
    tick(one);
    assertEquals(Optional.of(id), one.of(ACCOUNT));
    assertEquals(Optional.empty(), other.of(ACCOUNT));
  }

  @Test
  void aLeaseThatEndedIsTakenByTheNextReplicaAndLostByTheFirst() {
    tick(one);
    UUID id = one.of(ACCOUNT).orElseThrow();
    sql("update poll_lease set lease_until = now()");
    tick(other);
    assertNotEquals(id, other.of(ACCOUNT).orElseThrow());
    tick(one);
    assertEquals(Optional.empty(), one.of(ACCOUNT));
  }

  @Test
  void aLeaseThatNobodyElseTookGoesOn() {
    tick(one);
    UUID id = one.of(ACCOUNT).orElseThrow();
    sql("update poll_lease set lease_until = now()");
    tick(one);
    assertEquals(Optional.of(id), one.of(ACCOUNT));
  }

  @Test
  void aReplicaThatStopsGivesTheLeaseUp() {
    tick(one);
    await(one.release());
    tick(other);
    assertTrue(other.of(ACCOUNT).isPresent());
    assertEquals(Optional.empty(), one.of(ACCOUNT));
  }

  @Test
  void anotherHistoryOfTheDatabaseMakesAllLeasesNew() {
    tick(one);
    UUID id = one.of(ACCOUNT).orElseThrow();
    await(store.pool().withTransaction(client -> new DatabaseHistory(store.pool()).doubt(client)));
    tick(one);
    assertNotEquals(id, one.of(ACCOUNT).orElseThrow());
  }

  @Test
  void aReplicaThatDoesNotWorkTakesNone() {
    PollLeases idle = replica("false");
    tick(idle);
    assertEquals(Optional.empty(), idle.of(ACCOUNT));
    assertEquals(0, count("poll_lease"));
  }

  @Test
  void theHolderIsToldOfTasksThatChangedAfterItsLastRead() {
    tick(one);
    assertNothingChangedAfterARead();
    store.accept(TaskOptions.NONE);
    assertFalse(tick(one).polls().get(0).changed(), "a queued task is not polled");
    store.record(store.mark(), Phase.RUNNING);
    assertTrue(tick(one).polls().get(0).changed());
    assertNothingChangedAfterARead();
    assertEquals(List.of(), tick(other).polls());
  }

  /** A transaction of the server's own may be open for a moment. */
  private void assertNothingChangedAfterARead() {
    Awaitility.await()
        .until(
            () -> {
              one.readUpTo(ACCOUNT, transaction());
              return !tick(one).polls().get(0).changed();
            });
  }

  private ToDo tick(PollLeases leases) {
    ToDo todo =
        await(
            dueWork.ask(store.replica(), LEASE, List.of(ACCOUNT), DatabaseHistory.NOTHING, leases));
    leases.granted(todo.polls());
    return todo;
  }

  private PollLeases replica(String works) {
    return new PollLeases(
        store.pool(),
        TestSettings.of(ClusterSettings.class, "anteroom.cluster.work", works),
        new AccountDirectory(
            TestSettings.of(
                AccountSettings.class,
                "anteroom.accounts.default.base-url",
                "http://localhost",
                "anteroom.accounts.default.api-key",
                "key",
                "anteroom.accounts.default.plan",
                "pro")));
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
