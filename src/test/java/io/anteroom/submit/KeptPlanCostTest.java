package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.TaskStatus;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A connection keeps the plans of its statements. Those of the first seconds, when the store was
 * empty, must not read what has ended when it is not: the server takes its first statistics after a
 * minute.
 */
class KeptPlanCostTest {

  private static final int ENDED = 50_000;
  private static final int QUEUED = 5_000;
  private static final int RUNNING = 1_000;

  private static final String FILL =
      """
      insert into task (id, client, account, kind, collection_id, request, status, phase, attempt,
                        event_no, accepted_at, submitted_at, updated_at, upstream_task_id, ended_at)
      select uuidv7((n - 200000) * interval '1 s'), 'c' || n %% 20, 'default', 'text', 'c', '{}',
        case when p = 'ended' then 'DONE' else 'INITIALIZING' end, p, 1, 2, now(),
        case when p <> 'queued' then now() end, now(), 'u' || n, case when p = 'ended' then now() end
      from generate_series(1, %2$d) n, (select '%1$s') as phase (p)
      """;

  private static final String READ =
      """
      select (select seq_tup_read from pg_stat_user_tables where relname = 'task') as walked,
        (select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'task') as found
      """;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  private final Pool pool = pool();
  private final TaskLives lives = new TaskLives(pool);

  @AfterEach
  void putBack() {
    await(pool.close());
    postgres.sql("alter system reset all");
    postgres.sql("select pg_reload_conf()");
  }

  @Test
  void plansOfAnEmptyStoreReadNothingThatHasEnded() {
    postgres.sql("alter system set autovacuum = off");
    postgres.sql("select pg_reload_conf()");
    TaskLives.slots(pool, 500);
    IntStream.range(0, 12).forEach(i -> live());
    postgres.sql(FILL.formatted("ended", ENDED));
    postgres.sql(FILL.formatted("running", RUNNING));
    postgres.sql(FILL.formatted("queued", QUEUED));
    Row before = read();
    live();
    Row after = read();
    long found = after.getLong("found") - before.getLong("found");
    System.out.printf("kept plans: a task reads %d index entries of the tasks%n", found);
    assertEquals(before.getLong("walked"), after.getLong("walked"), "the table is not walked");
    assertTrue(found < 2 * (QUEUED + 4 * RUNNING), "" + found);
  }

  private void live() {
    lives.accept(1);
    List<PermittedSubmit> submits = lives.claim(1).submits();
    lives.settle(submits);
    lives.running(submits);
    assertEquals(1, lives.poll(submits, TaskStatus.PROCESSING));
    assertEquals(1, lives.poll(submits, TaskStatus.DONE));
  }

  private Row read() {
    await(pool.query("select pg_stat_force_next_flush()").execute());
    return await(pool.query(READ).execute()).iterator().next();
  }

  /** One connection, which keeps its plans as the service's do. */
  private Pool pool() {
    PgConnectOptions options = postgres.connectOptions().setCachePreparedStatements(true);
    options.setPreparedStatementCacheSqlFilter(sql -> true);
    return PgBuilder.pool().with(new PoolOptions().setMaxSize(1)).connectingTo(options).build();
  }
}
