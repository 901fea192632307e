package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** A store with tasks in it, in which more tasks live their lives, so many at once. */
final class StoredTasks implements AutoCloseable {

  /** What one step cost: pages of tables and indexes, and time. */
  record StepCost(long pages, long nanos) {}

  private final int atOnce;
  private final PostgresFixture postgres = PostgresFixture.create();

  /** One connection, so that one process of the server has all counts. */
  private final Pool pool = pool();

  private final TaskLives lives = new TaskLives(pool);

  /** An empty one. */
  StoredTasks(int atOnce) {
    this.atOnce = atOnce;
    TaskLives.slots(pool, 5 * atOnce);
  }

  /** Stores tasks in this phase; their numbers say the order in which they were accepted. */
  void fill(String phase, int from, int count) {
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

  /** What the server does by itself some time later. */
  void vacuum() {
    postgres.vacuum("task");
  }

  /** What each step of the lives of some tasks costs. */
  Map<String, StepCost> life() {
    Map<String, StepCost> costs = new LinkedHashMap<>();
    List<PermittedSubmit> submits = new ArrayList<>();
    costs.put("accept", cost(() -> lives.accept(atOnce)));
    costs.put("claim", cost(() -> submits.addAll(lives.claim(atOnce).submits())));
    assertEquals(atOnce, submits.size());
    costs.put("settle", cost(() -> lives.settle(submits)));
    costs.put("record", cost(() -> lives.running(submits)));
    costs.put("change", cost(() -> poll(submits, TaskStatus.PROCESSING)));
    costs.put("end", cost(() -> poll(submits, TaskStatus.DONE)));
    return costs;
  }

  private void poll(List<PermittedSubmit> submits, TaskStatus status) {
    assertEquals(atOnce, lives.poll(submits, status));
  }

  private StepCost cost(Runnable work) {
    BufferCost before = BufferCost.of(pool);
    long start = System.nanoTime();
    work.run();
    long nanos = System.nanoTime() - start;
    return new StepCost(BufferCost.of(pool).since(before).all(), nanos);
  }

  private Pool pool() {
    PgConnectOptions options = postgres.connectOptions().setCachePreparedStatements(true);
    options.setPreparedStatementCacheSqlFilter(sql -> true);
    return PgBuilder.pool().with(new PoolOptions().setMaxSize(1)).connectingTo(options).build();
  }

  @Override
  public void close() {
    await(pool.close());
    postgres.close();
  }
}
