package io.anteroom.task.event;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.async.Ticker;
import io.anteroom.task.QueryPlan;
import io.anteroom.task.TaskTransitionSql;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of a batch among those of many, on a real PostgreSQL. */
class BatchEventLogTest {

  private static final int TASKS = 20;

  /** Of two hundred batches. */
  private static final String FILL =
      """
      with b as (select gen_random_uuid() as id, n from generate_series(1, 200) n),
      t as (
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at, batch)
        select uuidv7(), 'alice', 'nobody', 'text', 'c', '{}', 'INITIALIZING', 'queued', 1, now(),
          now(), b.id
        from b, generate_series(1, %d)
        returning id)
      insert into task_event (task_id, client, no, status, phase)
      select id, 'alice', 1, 'INITIALIZING', 'queued' from t
      """
          .formatted(TASKS);

  private static final String CHANGE =
      TaskTransitionSql.change(
          "",
          """
            phase = $2, status = case when $2 = 'ended' then 'DONE' else 'PROCESSING' end,
            event_no = t.event_no + 1, updated_at = now()
          where t.id = $1
          """);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final Pool pool = postgres.pool();
  private static final EventLog log = new EventLog(pool, new EventHorizon(pool, Ticker.SYSTEM));

  private UUID batch;
  private List<UUID> tasks;

  @BeforeEach
  void fill() {
    postgres.sql("truncate task, task_event");
    postgres.sql(FILL);
    postgres.vacuum("task");
    postgres.vacuum("task_event");
    batch =
        postgres.sql("select batch from task order by id offset 500").iterator().next().getUUID(0);
    tasks =
        List.of(
            postgres
                .sql("select array(select id from task where batch = '" + batch + "') as ids")
                .iterator()
                .next()
                .getArrayOfUUIDs("ids"));
  }

  @Test
  void hasTheEventsOfItsTasksAndOfNoOther() {
    List<TaskEvent> first = read(EventPosition.FIRST);
    assertEquals(Set.copyOf(tasks), Set.copyOf(first.stream().map(TaskEvent::task).toList()));
    EventPosition position = first.get(first.size() - 1).at();
    assertEquals(List.of(), read(position));
    change(tasks.get(3), "running");
    change(tasks.get(1), "running");
    String other = "select id from task where batch <> '" + batch + "' limit 1";
    change(postgres.sql(other).iterator().next().getUUID(0), "running");
    assertEquals(
        List.of(tasks.get(3), tasks.get(1)),
        read(position).stream().map(TaskEvent::task).toList(),
        "in the order of the log");
    assertEquals(List.of(), await(log.ofBatch(UUID.randomUUID(), EventPosition.FIRST, 10)));
  }

  @Test
  void aTaskIsUnfinishedUntilItsLastEventIsPassed() {
    assertEquals(TASKS, unfinished(EventPosition.FIRST));
    List<TaskEvent> first = read(EventPosition.FIRST);
    EventPosition before = first.get(first.size() - 1).at();
    assertEquals(TASKS, unfinished(before), "it has not ended");
    tasks.forEach(task -> change(task, "ended"));
    List<TaskEvent> last = read(before);
    assertEquals(TASKS, unfinished(before));
    assertEquals(TASKS - 1, unfinished(last.get(0).at()));
    assertEquals(0, unfinished(last.get(TASKS - 1).at()));
  }

  /** A stream reads on with each change of a task, so a read must not cost the whole batch. */
  @Test
  void aReadCostsWhatChanged() {
    change(tasks.get(5), "running");
    List<TaskEvent> former = read(EventPosition.FIRST);
    EventPosition at = former.get(former.size() - 1).at();
    change(tasks.get(0), "running");
    SqlConnection connection = await(pool.getConnection());
    QueryPlan plan =
        QueryPlan.ofPrepared(
            connection,
            EventLog.OF_BATCH,
            "'%s', '%s', %d, 200, '{}'".formatted(batch, at.xid(), at.seq()));
    await(connection.close());
    assertFalse(plan.scansAllOf("task"), plan.toString());
    assertFalse(plan.scansAllOf("task_event"), plan.toString());
    assertEquals(Set.of("task_event_task_id_no_key"), plan.indexesOf("task_event"));
    assertTrue(plan.buffers() < 60, plan.toString());
  }

  private List<TaskEvent> read(EventPosition after) {
    return await(log.ofBatch(batch, after, 1000));
  }

  private int unfinished(EventPosition after) {
    return await(log.unfinished(batch, after)).size();
  }

  private static void change(UUID task, String phase) {
    await(pool.preparedQuery(CHANGE).execute(Tuple.of(task, phase)));
  }
}
