package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.submit.WriteCost.Versions;
import io.anteroom.task.TaskStatus;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a task costs the database from its accept to its end: row versions, bytes of the write-ahead
 * log, and transactions, by the server's own counts. One more row version, or an update that needs
 * index entries where none did, fails here.
 */
class TaskWriteCostTest {

  private static final int TASKS = 100;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  /** One connection, so that one process of the server has all counts. */
  private final Pool pool =
      PgBuilder.pool().with(new PoolOptions().setMaxSize(1)).connectingTo(options()).build();

  private final TaskLives lives = new TaskLives(pool);

  /**
   * Pages are not copied into the log after a checkpoint: what is counted is the same each time.
   */
  @BeforeEach
  void prepare() {
    postgres.sql("alter system set full_page_writes = off");
    postgres.sql("alter system set autovacuum = off");
    postgres.sql("select pg_reload_conf()");
    TaskLives.slots(pool, 500);
    live(TASKS, TASKS);
  }

  @AfterEach
  void putBack() {
    await(pool.close());
    postgres.sql("alter system reset all");
    postgres.sql("select pg_reload_conf()");
  }

  @Test
  void aLifeWritesFewRowVersionsAndLittleLog() {
    WriteCost cost = written("from accept to end", () -> live(TASKS, TASKS));
    assertEquals(5 * TASKS, cost.of("task").all());
    assertEquals(4 * TASKS, cost.of("task_event").all());
    assertEquals(2 * TASKS, cost.of("quota_slot").all());
    assertTrue(cost.walBytes() <= 4_700 * TASKS, "" + cost);
  }

  /** As tasks come at a steady rate. A lane may submit a hundred, and finds ten. */
  @Test
  void aFewAtOnceCostHardlyMore() {
    WriteCost cost = written("from accept to end, ten at once", () -> live(TASKS, 10));
    assertEquals(5 * TASKS, cost.of("task").all());
    assertEquals(2 * TASKS, cost.of("quota_slot").all());
    assertTrue(cost.walBytes() <= 4_600 * TASKS, "" + cost);
  }

  @Test
  void aTaskThatIsAloneCostsHardlyMore() {
    WriteCost cost = written("from accept to end, one at a time", () -> live(TASKS, 1));
    assertEquals(5 * TASKS, cost.of("task").all());
    assertEquals(2 * TASKS, cost.of("quota_slot").all());
    assertEquals(new Versions(0, TASKS, TASKS, 0), cost.of("queue_clock"));
    assertEquals(new Versions(0, TASKS, TASKS, 0), cost.of("queue_finish"));
    assertEquals(6 * TASKS, cost.transactions(), 20);
    assertTrue(cost.walBytes() <= 5_200 * TASKS, "" + cost);
  }

  /** A change of the status, and nothing else, needs no new entry in an index of the tasks. */
  @Test
  void aChangeOfTheStatusTouchesNoIndexOfTheTask() {
    lives.accept(TASKS);
    List<PermittedSubmit> submits = written("claim", () -> lives.claim(TASKS).submits(), TASKS);
    written("settle", () -> lives.settle(submits));
    written("record", () -> lives.running(submits));
    WriteCost cost =
        written("change", () -> assertEquals(TASKS, lives.poll(submits, TaskStatus.PROCESSING)));
    assertEquals(TASKS, cost.of("task").updated());
    assertTrue(cost.of("task").hot() >= 0.7 * TASKS, "" + cost);
    written("end", () -> assertEquals(TASKS, lives.poll(submits, TaskStatus.DONE)));
  }

  /** As the service's own. */
  private PgConnectOptions options() {
    PgConnectOptions options = postgres.connectOptions().setCachePreparedStatements(true);
    options.setPreparedStatementCacheSqlFilter(sql -> true);
    return options;
  }

  private List<PermittedSubmit> written(
      String step, Supplier<List<PermittedSubmit>> claim, int expected) {
    WriteCost before = WriteCost.of(pool);
    List<PermittedSubmit> submits = claim.get();
    print(step, WriteCost.of(pool).since(before));
    assertEquals(expected, submits.size());
    return submits;
  }

  private WriteCost written(String step, Runnable work) {
    WriteCost before = WriteCost.of(pool);
    work.run();
    WriteCost cost = WriteCost.of(pool).since(before);
    print(step, cost);
    return cost;
  }

  /** Accept, submit, one change and the end of tasks, so many at once. */
  private void live(int tasks, int atOnce) {
    IntStream.range(0, tasks / atOnce)
        .forEach(
            i -> {
              lives.accept(atOnce);
              List<PermittedSubmit> submits = lives.claim(TASKS).submits();
              lives.settle(submits);
              lives.running(submits);
              assertEquals(atOnce, lives.poll(submits, TaskStatus.PROCESSING));
              assertEquals(atOnce, lives.poll(submits, TaskStatus.DONE));
            });
  }

  private static void print(String what, WriteCost cost) {
    System.out.printf(
        "write cost, %s: %d bytes of log a task, %d transactions for %d tasks%n",
        what, cost.walBytes() / TASKS, cost.transactions(), TASKS);
    cost.tables().forEach((table, versions) -> System.out.printf("  %s: %s%n", table, versions));
  }
}
