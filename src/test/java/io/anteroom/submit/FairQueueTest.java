package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.account.ClientWeight;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Fair turns between clients, on a real PostgreSQL. */
class FairQueueTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  private final FairQueueFixture queue = new FairQueueFixture(postgres);

  @Test
  void aBacklogOfAHundredThousandDoesNotDelayAnotherClient() {
    queue.add("alice", 100_000);
    postgres.sql("analyze task");
    IntStream.range(0, 20).forEach(i -> queue.mark(100));
    queue.add("bob", 1);
    List<String> next = clients(queue.mark(3));
    System.out.printf("turns, 100,000 tasks queued before it: marked next are %s%n", next);
    assertTrue(next.contains("bob"), next.toString());
  }

  @Test
  void turnsAreProportionalToTheWeights() {
    queue.add("alice", 100);
    queue.add("bob", 100);
    List<String> served =
        clients(queue.mark(40, new ClientWeight("alice", 3), new ClientWeight("bob", 1)));
    assertEquals(30, served.stream().filter("alice"::equals).count());
    assertEquals(10, served.stream().filter("bob"::equals).count());
  }

  @Test
  void aBatchIsInTheOrderOfItsTurns() {
    queue.add("alice", 3);
    queue.add("bob", 3);
    assertEquals(List.of("alice", "bob", "alice", "bob", "alice", "bob"), clients(queue.mark(10)));
  }

  @Test
  void idlenessGivesNoCreditAndNoDebt() {
    queue.add("alice", 10);
    queue.add("bob", 40);
    queue.mark(20);
    queue.mark(20);
    queue.add("alice", 40);
    List<String> served = clients(queue.mark(10));
    assertEquals(5, served.stream().filter("alice"::equals).count(), served.toString());
  }

  @Test
  void priorityCountsWithinTheClientOnly() {
    UUID low = UUID.randomUUID();
    UUID high = UUID.randomUUID();
    queue.add("alice", 2);
    queue.add(low, "bob", -100);
    queue.add(high, "bob", 100);
    List<MarkedTask> marked = queue.mark(4);
    List<UUID> bobs =
        marked.stream()
            .map(MarkedTask::id)
            .filter(id -> id.equals(low) || id.equals(high))
            .toList();
    assertEquals(List.of(high, low), bobs);
    assertEquals(2, clients(marked.subList(0, 2)).stream().distinct().count());
  }

  @Test
  void concurrentReplicasTakeEachTaskOnceAndStayFair() {
    queue.add("alice", 300);
    queue.add("bob", 300);
    List<Uni<List<MarkedTask>>> marks = IntStream.range(0, 30).mapToObj(i -> marking(10)).toList();
    Set<UUID> seen = new HashSet<>();
    await(Uni.join().all(marks).andFailFast())
        .forEach(batch -> batch.forEach(task -> seen.add(task.id())));
    assertEquals(300, seen.size());
    assertEquals(
        150, postgres.count("task where phase = 'submitting' and client = 'bob'" + mine()));
  }

  @Test
  void aTaskBeingCancelledIsSkipped() {
    queue.add("alice", 2);
    SqlConnection other = await(postgres.pool().getConnection());
    await(other.begin());
    await(
        other
            .query(
                "select from task where id = (select min(id::text)::uuid from task where true"
                    + mine()
                    + ") for update")
            .execute());
    assertEquals(1, queue.mark(2).size());
    await(other.close());
  }

  @Test
  void aClaimIsLimitedByBytesButTakesAtLeastOne() {
    queue.add("alice", 5);
    queue.size("alice", 100_000);
    assertEquals(3, queue.mark(10, 200_001).size());
    List<MarkedTask> one = queue.mark(10, 1);
    assertEquals(1, one.size());
    assertEquals(100_000, one.get(0).requestSize());
    assertNull(one.get(0).request(), "it is read when its call leaves");
    assertEquals(1, queue.mark(10, 200_000).size());
  }

  @Test
  void aLargeTaskIsNotSkippedForASmallOne() {
    queue.add("alice", 2);
    queue.size("alice", 500_000);
    queue.add("bob", 2);
    queue.size("bob", 10);
    assertEquals(List.of("alice"), clients(queue.mark(10, 400_000)));
    List<MarkedTask> next = queue.mark(10, 400_000);
    assertEquals(List.of("bob", "alice"), clients(next));
    assertNotNull(next.get(0).request(), "a small one comes with its mark");
  }

  @Test
  void aFencedReplicaTakesNoTurn() {
    queue.add("alice", 2);
    await(new ReplicaLeases(postgres.pool()).leave(queue.replica));
    assertEquals(List.of(), queue.mark(2));
    assertEquals(0, postgres.count("queue_finish where true" + mine()));
  }

  @Test
  void aHangingReplicaLosesItsTurn() {
    queue.add("alice", 1);
    SqlConnection hung = await(postgres.pool().getConnection());
    AtomicBoolean closed = new AtomicBoolean();
    hung.closeHandler(() -> closed.set(true));
    await(hung.begin());
    Duration hold = Duration.ofMillis(300);
    long before = System.nanoTime();
    await(queue.turns.next(hung, queue.account, TaskKind.TEXT, hold));
    assertEquals(1, queue.mark(1).size());
    assertTrue(System.nanoTime() - before >= hold.toNanos() / 2, "it was never locked");
    Awaitility.await().untilTrue(closed); // before it goes back, or the next test is handed it
    await(hung.close().onFailure().recoverWithNull());
  }

  private Uni<List<MarkedTask>> marking(int max) {
    return postgres
        .pool()
        .withTransaction(
            c ->
                queue
                    .turns
                    .next(c, queue.account, TaskKind.TEXT)
                    .chain(
                        turn ->
                            queue.turns.mark(
                                c, turn, max, Long.MAX_VALUE, queue.replica, List.of())));
  }

  private List<String> clients(List<MarkedTask> tasks) {
    return tasks.stream().map(queue::clientOf).toList();
  }

  private String mine() {
    return " and account = '" + queue.account + "'";
  }
}
