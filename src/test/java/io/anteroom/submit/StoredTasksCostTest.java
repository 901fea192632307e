package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.TaskStatus;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What accepts, submits and polls cost with many stored tasks, beside an empty store, in pages that
 * the server looked at. Who finds a row by its id goes down an index that has one or two more
 * levels then: nothing else may grow.
 */
class StoredTasksCostTest {

  private static final int TASKS = 100;

  /** Of a step. */
  private static final double MOST = 1.3;

  /** Of a step that does little but find rows by their ids. */
  private static final double MOST_OF_LOOKUPS = 2;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @Test
  void aLifeCostsTheSameBesideABacklog() {
    compare(20_000);
  }

  @Test
  @Tag("scenarios")
  void aLifeCostsTheSameBesideABacklogAndAMillionEnded() {
    compare(1_000_000);
  }

  private void compare(int ended) {
    postgres.sql(
        "insert into quota_class (account, class, slots, hold) values ('default', 'index.text',"
            + " 500, '0')");
    postgres.sql(
        "insert into quota_slot (account, class, n) select 'default', 'index.text',"
            + " generate_series(0, 499)");
    Map<String, BufferCost> empty = life();
    fill("ended", 0, ended);
    fill("running", ended, 10_000);
    fill("queued", ended + 10_000, 100_000);
    postgres.sql("vacuum analyze");
    Map<String, BufferCost> many = life();
    empty.forEach((step, cost) -> print(step, cost, many.get(step)));
    for (String step : List.of("accept", "claim", "settle", "record")) {
      check(step, MOST, empty, many);
    }
    check("change", MOST_OF_LOOKUPS, empty, many);
    check("end", MOST_OF_LOOKUPS, empty, many);
  }

  private static void check(
      String step, double most, Map<String, BufferCost> empty, Map<String, BufferCost> many) {
    assertTrue(
        many.get(step).all() <= most * empty.get(step).all(),
        step + ": " + empty.get(step) + ", " + many.get(step));
  }

  private static void print(String step, BufferCost empty, BufferCost many) {
    System.out.printf(
        "| %s | %.1f | %.1f | %.2f |%n",
        step,
        empty.all() / (double) TASKS,
        many.all() / (double) TASKS,
        many.all() / (double) empty.all());
  }

  /** By new connections, whose plans are new too. The first tasks make them. */
  private Map<String, BufferCost> life() {
    Pool pool = pool();
    TaskLives lives = new TaskLives(pool);
    steps(pool, lives);
    Map<String, BufferCost> costs = steps(pool, lives);
    await(pool.close());
    return costs;
  }

  private static Map<String, BufferCost> steps(Pool pool, TaskLives lives) {
    Map<String, BufferCost> costs = new LinkedHashMap<>();
    List<PermittedSubmit> submits = new ArrayList<>();
    costs.put("accept", cost(pool, () -> lives.accept(TASKS)));
    costs.put("claim", cost(pool, () -> submits.addAll(lives.claim(TASKS).submits())));
    assertEquals(TASKS, submits.size());
    costs.put("settle", cost(pool, () -> lives.settle(submits)));
    costs.put("record", cost(pool, () -> lives.running(submits)));
    costs.put("change", cost(pool, () -> poll(lives, submits, TaskStatus.PROCESSING)));
    costs.put("end", cost(pool, () -> poll(lives, submits, TaskStatus.DONE)));
    return costs;
  }

  private static void poll(TaskLives lives, List<PermittedSubmit> submits, TaskStatus status) {
    assertEquals(TASKS, lives.poll(submits, status));
  }

  private static BufferCost cost(Pool pool, Runnable work) {
    BufferCost before = BufferCost.of(pool);
    work.run();
    return BufferCost.of(pool).since(before);
  }

  /** One connection, so that one process of the server has all counts. */
  private Pool pool() {
    PgConnectOptions options = postgres.connectOptions().setCachePreparedStatements(true);
    options.setPreparedStatementCacheSqlFilter(sql -> true);
    return PgBuilder.pool().with(new PoolOptions().setMaxSize(1)).connectingTo(options).build();
  }

  private void fill(String phase, int from, int count) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase, attempt,
                          upstream_task_id, event_no, accepted_at, submitted_at, updated_at, ended_at)
        select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'alice', 'default',
          'text', 'c', '{}', case when p = 'ended' then 'DONE' else 'INITIALIZING' end, p, 1,
          case when p <> 'queued' then 'u' || n end,
          2, at, at, at, case when p = 'ended' then at + interval '1 minute' end
        from generate_series(%d, %d) as n, (select '%s') as phase (p),
          lateral (select now() - interval '1 hour' + n * interval '1 millisecond') as t (at)
        """
            .formatted(from, from + count - 1, phase));
  }
}
