package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Permits and marks by one statement, on a real PostgreSQL: as many of the one as of the other. */
class SubmitClaimTest {

  private static final int MAX = 100;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @AutoClose("closeAndAwait")
  private final Pool other = postgres.anotherPool();

  private final TaskLives lives = new TaskLives(postgres.pool());

  @Test
  void aTaskThatIsAloneTakesOnePermit() {
    TaskLives.slots(postgres.pool(), 200);
    lives.accept(1);
    SubmitClaim.Batch batch = lives.claim(MAX);
    assertEquals(1, batch.submits().size());
    assertFalse(batch.shortOfPermits());
    assertEquals(1, taken());
  }

  @Test
  void withoutATaskNoPermitIsTaken() {
    TaskLives.slots(postgres.pool(), 200);
    SubmitClaim.Batch batch = lives.claim(MAX);
    assertEquals(List.of(), batch.submits());
    assertFalse(batch.shortOfPermits());
    assertEquals(0, taken());
  }

  @Test
  void withFewPermitsTheFirstTasksAreMarkedAndTheRestIsLeftAlone() {
    TaskLives.slots(postgres.pool(), 3);
    lives.accept(5);
    SubmitClaim.Batch batch = lives.claim(MAX);
    assertTrue(batch.shortOfPermits());
    assertEquals(
        ids("select array_agg(id) from (select id from task order by id limit 3) t"), ids(batch));
    assertEquals(2, postgres.count("task where phase = 'queued' and attempt = 0 and xmax = 0"));
    assertEquals(
        Set.of(0, 1, 2),
        new HashSet<>(batch.submits().stream().map(s -> s.permit().slot()).toList()));
  }

  @Test
  void withoutPermitsNothingIsMarked() {
    TaskLives.slots(postgres.pool(), 1);
    lives.accept(2);
    List<PermittedSubmit> first = lives.claim(MAX).submits();
    SubmitClaim.Batch none = lives.claim(MAX);
    assertEquals(List.of(), none.submits());
    assertTrue(none.shortOfPermits());
    lives.settle(first);
    assertEquals(1, lives.claim(MAX).submits().size());
  }

  @Test
  void whatDoesNotFitIntoTheMemoryTakesNoPermit() {
    TaskLives.slots(postgres.pool(), 200);
    lives.accept(5);
    SubmitClaim.Batch batch = lives.claim(MAX, 1);
    assertEquals(1, batch.submits().size());
    assertFalse(batch.shortOfPermits());
    assertEquals(1, taken());
  }

  @Test
  void aPausedAccountGetsNothing() {
    TaskLives.slots(postgres.pool(), 200);
    lives.accept(1);
    postgres.sql("insert into operator_pause (account) values ('default')");
    SubmitClaim.Batch batch = lives.claim(MAX);
    assertEquals(List.of(), batch.submits());
    assertTrue(batch.shortOfPermits());
  }

  @Test
  void withTheLedgerOffNothingIsPaidFor() {
    TaskLives free = new TaskLives(postgres.pool(), "anteroom.quota.enabled", "false");
    free.accept(2);
    assertEquals(2, free.claim(MAX).submits().size());
    assertEquals(0, taken());
  }

  @Test
  void aReplicaWhoseLeaseHasEndedTakesNothing() {
    TaskLives.slots(postgres.pool(), 200);
    lives.accept(2);
    postgres.sql("update replica set lease_until = now() - interval '1 s'");
    assertEquals(List.of(), lives.claim(MAX).submits());
    assertEquals(0, taken());
    assertEquals(2, postgres.count("task where phase = 'queued' and attempt = 0"));
  }

  @Test
  void aTaskThatSomebodyIsChangingTakesNoPermit() {
    TaskLives.slots(postgres.pool(), 200);
    lives.accept(3);
    SqlConnection lock = hold("select from task order by id limit 1 for update");
    SubmitClaim.Batch batch = lives.claim(MAX);
    await(lock.query("rollback").execute().chain(lock::close));
    assertEquals(2, batch.submits().size());
    assertFalse(batch.shortOfPermits());
    assertEquals(2, taken());
  }

  /** Its tasks wait for the next permits, and nobody has marked them. */
  @Test
  void aSlotThatSomebodyIsTakingIsPassedOver() {
    TaskLives.slots(postgres.pool(), 3);
    lives.accept(3);
    SqlConnection lock = hold("select from quota_slot where n = 1 for update");
    SubmitClaim.Batch batch = lives.claim(MAX);
    await(lock.query("rollback").execute().chain(lock::close));
    assertEquals(2, batch.submits().size());
    assertTrue(batch.shortOfPermits());
    assertEquals(1, postgres.count("task where phase = 'queued' and attempt = 0"));
    assertEquals(2, taken());
  }

  /** Replicas that claim at once: each task once, each slot once. */
  @Test
  void twoReplicasShareTasksAndPermits() {
    TaskLives.slots(postgres.pool(), 60);
    lives.accept(100);
    TaskLives second = new TaskLives(other);
    List<CompletableFuture<List<PermittedSubmit>>> claims =
        IntStream.range(0, 20)
            .mapToObj(i -> i % 2 == 0 ? lives : second)
            .map(replica -> CompletableFuture.supplyAsync(() -> replica.claim(5).submits()))
            .toList();
    List<PermittedSubmit> all = claims.stream().flatMap(claim -> claim.join().stream()).toList();
    assertEquals(60, all.size());
    assertEquals(60, all.stream().map(s -> s.task().id()).distinct().count());
    assertEquals(60, all.stream().map(s -> s.permit().slot()).distinct().count());
    assertEquals(60, taken());
  }

  /** A transaction that stays open with what the statement locks. */
  private SqlConnection hold(String statement) {
    SqlConnection connection = await(other.getConnection());
    await(connection.query("begin").execute().chain(() -> connection.query(statement).execute()));
    return connection;
  }

  private int taken() {
    return postgres.count("quota_slot where free_at > clock_timestamp()");
  }

  private Set<UUID> ids(String select) {
    return Set.of(postgres.sql(select).iterator().next().getArrayOfUUIDs(0));
  }

  private static Set<UUID> ids(SubmitClaim.Batch batch) {
    return new HashSet<>(batch.submits().stream().map(s -> s.task().id()).toList());
  }
}
