package io.anteroom.task.list;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.Phase;
import io.anteroom.task.QueryPlan;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cost of a list does not grow with the stored tasks: page 1 with its total, and a deep cursor.
 */
class TaskListCostTest {

  private static final int EXACT = 1000;

  /** Of every tenth the client gave a reference. */
  private static final String FILL =
      """
      insert into task (id, client, account, kind, collection_id, request, workload, reference,
                        status, phase, event_no, accepted_at, updated_at)
      select uuidv7((n - %1$d) * interval '1 s'), 'alice', 'default',
        (array['text', 'url'])[1 + n %% 2], 'c' || n %% 20, '{"text": "a short text"}', 'text',
        case when n %% 10 = 0 then 'r' || n %% 50 end, 'INITIALIZING', 'queued', 1,
        now() + (n - %1$d) * interval '1 s', now()
      from generate_series(1, %1$d) n
      """;

  /** All but the newest. */
  private static final String SUBMIT =
      """
      update task set status = 'PROCESSING', phase = 'running', event_no = 2
      where phase = 'queued' and accepted_at < now() - %d * interval '1 s'
      """;

  private static final String END =
      """
      update task set status = (array['DONE', 'DONE', 'DONE', 'FAILED'])[1 + floor(random() * 4)],
        phase = 'ended', event_no = 3, ended_at = now()
      where phase = 'running'
      """;

  private record Cost(QueryPlan page, QueryPlan total) {

    long buffers() {
      return page.buffers() + (total == null ? 0 : total.buffers());
    }

    double millis() {
      return page.millis() + (total == null ? 0 : total.millis());
    }
  }

  @Test
  void twentyTimesTheTasksCostNoMore() {
    compare(20_000);
  }

  @Test
  @Tag("scenarios")
  void aMillionTasksCostNoMore() {
    compare(1_000_000);
  }

  private static void compare(int many) {
    try (PostgresFixture postgres = PostgresFixture.create()) {
      Map<String, Cost> few = costs(postgres, 1000);
      Map<String, Cost> all = costs(postgres, many);
      all.forEach((list, cost) -> compare(list, few.get(list), cost, many));
      checkGuess(postgres, many);
    }
  }

  /** The estimate reads no rows, and is close. */
  private static void checkGuess(PostgresFixture postgres, int tasks) {
    TaskListSql query =
        new TaskListSql(TaskFilter.of("alice"), IdRange.of(TaskFilter.of("alice"), null));
    JsonArray plan =
        (JsonArray)
            await(postgres.pool().preparedQuery(TaskListSql.GUESS).execute(query.values()))
                .iterator()
                .next()
                .getValue(0);
    long guess = plan.getJsonObject(0).getJsonObject("Plan").getLong("Plan Rows");
    System.out.printf("list total: %,d tasks, the guess is %,d%n", tasks, guess);
    assertEquals(tasks, guess, 0.1 * tasks);
  }

  private static void compare(String list, Cost few, Cost cost, int many) {
    System.out.printf(
        "list %s: with 1,000 and %,d tasks %d and %d buffers, %.2f and %.2f ms%n",
        list, many, few.buffers(), cost.buffers(), few.millis(), cost.millis());
    long walked = left(many) / 20;
    assertTrue(cost.page().buffers() <= 3 * few.page().buffers() + walked, list + cost.page());
    checkTotal(list, few.total(), cost.total(), walked);
    assertFalse(cost.page().scansAllOf("task"), list + cost.page());
    assertFalse(cost.page().indexesOf("task").contains("task_pkey"), list + cost.page());
    if (list.equals("reference")) {
      assertEquals(Set.of("task_by_reference"), cost.page().indexesOf("task"), list + cost.page());
    }
  }

  /** In the worst case each counted task is on another page. */
  private static void checkTotal(String list, QueryPlan few, QueryPlan total, long walked) {
    if (total != null) {
      long max = list.equals("page 1") ? 0 : EXACT + 200;
      assertTrue(total.buffers() <= Math.max(3 * few.buffers(), max) + walked, list + total);
      assertFalse(total.scansAllOf("task"), list + total);
    }
  }

  private static Map<String, Cost> costs(PostgresFixture postgres, int tasks) {
    fill(postgres, tasks);
    UUID middle = at(postgres, tasks / 2);
    Map<String, Cost> costs = new LinkedHashMap<>();
    TaskFilter all = TaskFilter.of("alice");
    costs.put("page 1", cost(postgres, all, null));
    costs.put("cursor in the middle", cost(postgres, all, middle));
    costs.put(
        "status DONE", cost(postgres, of(Set.of(TaskStatus.DONE), Set.of(), null, null), null));
    costs.put(
        "status CANCELLED, of which there is none",
        cost(postgres, of(Set.of(TaskStatus.CANCELLED), Set.of(), null, null), null));
    costs.put("kind text", cost(postgres, of(Set.of(), Set.of(TaskKind.TEXT), null, null), null));
    costs.put(
        "kind upload, of which there is none",
        cost(postgres, of(Set.of(), Set.of(TaskKind.UPLOAD), null, null), null));
    TaskFilter failedThere = of(Set.of(TaskStatus.FAILED), Set.of(), "c7", null);
    costs.put("collection and status", cost(postgres, failedThere, null));
    costs.put("reference", cost(postgres, of(Set.of(), Set.of(), null, "r30"), null));
    costs.put("time in the middle", cost(postgres, since(postgres, middle), null));
    return costs;
  }

  /**
   * One task in a hundred is queued. The others have ended, and the index still has as many dead
   * entries as autovacuum leaves.
   */
  private static void fill(PostgresFixture postgres, int tasks) {
    postgres.sql("alter table task set (autovacuum_enabled = false)");
    postgres.sql("truncate task");
    postgres.sql(FILL.formatted(tasks));
    end(postgres, tasks / 100 + left(tasks));
    postgres.sql("vacuum task");
    end(postgres, tasks / 100);
    postgres.sql("analyze task");
  }

  /**
   * The number of tasks with dead entries: autovacuum starts at 20,000 and one in fifty dead rows,
   * two for each task.
   */
  private static int left(int tasks) {
    return Math.min(tasks, (20_000 + tasks / 50) / 2);
  }

  private static void end(PostgresFixture postgres, int allBut) {
    postgres.sql(SUBMIT.formatted(allBut));
    postgres.sql(END);
  }

  private static TaskFilter of(
      Set<TaskStatus> statuses, Set<TaskKind> kinds, String collection, String reference) {
    Set<String> alice = Set.of("alice");
    Set<Phase> any = Set.of();
    return new TaskFilter(
        alice, statuses, kinds, any, false, false, collection, reference, null, null, null, null);
  }

  /** An hour that ends with the task. */
  private static TaskFilter since(PostgresFixture postgres, UUID task) {
    Instant end =
        postgres
            .sql("select accepted_at from task where id = '" + task + "'")
            .iterator()
            .next()
            .getOffsetDateTime(0)
            .toInstant();
    return new TaskFilter(
        Set.of("alice"),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        false,
        null,
        null,
        null,
        end.minusSeconds(300),
        end,
        null);
  }

  private static UUID at(PostgresFixture postgres, int offset) {
    return postgres
        .sql("select id from task order by id offset " + offset + " limit 1")
        .iterator()
        .next()
        .getUUID(0);
  }

  /** By page it has a total, by cursor none. */
  private static Cost cost(PostgresFixture postgres, TaskFilter filter, UUID after) {
    TaskListSql query = new TaskListSql(filter, IdRange.of(filter, after));
    QueryPlan page = explain(postgres, query.page(), query.values().addLong(11L).addLong(0L));
    return new Cost(
        page,
        after == null
            ? explain(postgres, query.count(), query.values().addLong(EXACT + 1L))
            : null);
  }

  /** The fastest of some. */
  private static QueryPlan explain(PostgresFixture postgres, String statement, Tuple values) {
    return IntStream.range(0, 3)
        .mapToObj(i -> once(postgres, statement, values))
        .min((a, b) -> Double.compare(a.millis(), b.millis()))
        .orElseThrow();
  }

  private static QueryPlan once(PostgresFixture postgres, String statement, Tuple values) {
    return new QueryPlan(
        postgres
            .pool()
            .preparedQuery("explain (analyze, buffers, format json) " + statement)
            .execute(values)
            .map(rows -> ((JsonArray) rows.iterator().next().getValue(0)).getJsonObject(0))
            .await()
            .indefinitely());
  }
}
