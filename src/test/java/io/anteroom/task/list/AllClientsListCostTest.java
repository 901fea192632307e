package io.anteroom.task.list;

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
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An operator's list over all clients has an index for each filter: 100,000 tasks do not stall. */
class AllClientsListCostTest {

  private static final int CLIENTS = 20;
  private static final int TASKS = 100_000;

  /** A page of the table has 8 KB: this is 40 MB that are read, from memory in some 20 ms. */
  private static final long BUFFERS = 5_000;

  /**
   * A callback has no kind and no status: the task of each is looked up, by five pages. Those are a
   * thousand, or all 1,400 that were given up where the planner expects them to be fewer.
   */
  private static final long BUFFERS_OF_CALLBACKS = 7_500;

  /** Ten of them and their tasks; all that were given up are in some 1,400 pages. */
  private static final long BUFFERS_OF_RECENT_CALLBACKS = 300;

  /**
   * Of a hundred tasks 20 wait, 10 run, one is in doubt, one ended as FAILED, none is an upload.
   */
  private static final String FILL =
      """
      insert into task (id, client, account, kind, collection_id, request, reference, status, phase,
                        event_no, accepted_at, updated_at, ended_at)
      select uuidv7((n - %1$d) * interval '1 s'), 'client-' || n %% %2$d, 'default',
        (array['text', 'url'])[1 + n %% 2], 'c' || n %% 50, '{"text": "a short text"}',
        case when n %% 1000 = 0 then 'r' || n / 1000 end,
        case when p = 'ended' then case when n %% 100 = 99 then 'FAILED' else 'DONE' end
          when p = 'running' then 'PROCESSING' else 'INITIALIZING' end,
        p, 1, at, at, case when p = 'ended' then at end
      from generate_series(1, %1$d) n,
        lateral (select case when n > %1$d * 0.8 then 'queued' when n %% 200 = 7 then 'in_doubt'
          when n > %1$d * 0.7 then 'running' else 'ended' end,
          now() + (n - %1$d) * interval '1 s') as t (p, at)
      """;

  /** The callback of one task of fifty was given up; those of the oldest ten a moment ago. */
  private static final String CALL_BACK =
      """
      insert into callback (id, client, type, url, endpoint, state, settled_at)
      select id, client, 'task.done', 'https://e.invalid/', 'https://e.invalid',
        case when place % 50 = 0 then 'exhausted' else 'delivered' end,
        case when place <= 500 then now() else now() - interval '1 day' end
      from (select *, row_number() over (order by id) as place from task where phase = 'ended') t
      """;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @Test
  void noListOfAllClientsReadsAllTasks() {
    postgres.sql(FILL.formatted(TASKS, CLIENTS));
    postgres.sql(CALL_BACK);
    postgres.vacuum("task");
    postgres.vacuum("callback");
    lists()
        .forEach(
            (name, filter) -> {
              TaskListSql query = new TaskListSql(filter, IdRange.of(filter, null));
              QueryPlan page = explain(query.page(), query.values().addLong(11L).addLong(0L), name);
              explain(query.count(), query.values().addLong(1001L), name + ", counted");
              assertEquals(
                  expected(filter), rows(query.page(), query.values().addLong(11L).addLong(0L)));
              assertFalse(page.scansAllOf("task"), name + page);
            });
  }

  private static Map<String, TaskFilter> lists() {
    Map<String, TaskFilter> lists = new LinkedHashMap<>();
    lists.put("all", filter(Set.of(), Set.of(), Set.of(), null, null));
    lists.put("FAILED", filter(Set.of(TaskStatus.FAILED), Set.of(), Set.of(), null, null));
    lists.put("CANCELLED", filter(Set.of(TaskStatus.CANCELLED), Set.of(), Set.of(), null, null));
    lists.put("uploads", filter(Set.of(), Set.of(TaskKind.UPLOAD), Set.of(), null, null));
    lists.put("queued", filter(Set.of(), Set.of(), Set.of(Phase.QUEUED), null, null));
    lists.put("in doubt", filter(Set.of(), Set.of(), Set.of(Phase.IN_DOUBT), null, null));
    lists.put("submitting", filter(Set.of(), Set.of(), Set.of(Phase.SUBMITTING), null, null));
    lists.put("running", filter(Set.of(), Set.of(), Set.of(Phase.RUNNING), null, null));
    lists.put("ended", filter(Set.of(), Set.of(), Set.of(Phase.ENDED), null, null));
    lists.put("of a reference", filter(Set.of(), Set.of(), Set.of(), null, "r7"));
    lists.put(
        "what a bulk action retries",
        filter(
            Set.of(TaskStatus.FAILED, TaskStatus.CANCELLED),
            Set.of(),
            Set.of(Phase.ENDED),
            null,
            null));
    lists.put(
        "undelivered",
        new TaskFilter(
            Set.of(), Set.of(), Set.of(), Set.of(), false, true, null, null, null, null, null,
            null));
    lists.put(
        "undelivered since",
        new TaskFilter(
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            false,
            true,
            null,
            null,
            null,
            null,
            null,
            Instant.now().minus(Duration.ofHours(1))));
    lists.put(
        "FAILED of a collection",
        filter(Set.of(TaskStatus.FAILED), Set.of(), Set.of(), "c49", null));
    return lists;
  }

  private static TaskFilter filter(
      Set<TaskStatus> statuses,
      Set<TaskKind> kinds,
      Set<Phase> phases,
      String collection,
      String reference) {
    return new TaskFilter(
        Set.of(),
        statuses,
        kinds,
        phases,
        false,
        false,
        collection,
        reference,
        null,
        null,
        null,
        null);
  }

  /** How many tasks a page of eleven has. */
  private int expected(TaskFilter filter) {
    String where =
        "where true"
            + in("status", filter.statuses().stream().map(TaskStatus::name).toList())
            + in("kind", filter.kinds().stream().map(TaskKind::label).toList())
            + in("phase", filter.phases().stream().map(Phase::label).toList())
            + in("collection_id", filter.collectionId())
            + in("reference", filter.reference())
            + (filter.undelivered()
                ? " and id in (select id from callback where state = 'exhausted' and %s)"
                    .formatted(
                        filter.undeliveredSince() == null
                            ? "true"
                            : "settled_at >= '" + filter.undeliveredSince() + "'")
                : "");
    return Math.min(11, postgres.count("task " + where));
  }

  private static String in(String column, java.util.List<String> values) {
    return values.isEmpty()
        ? ""
        : " and %s in ('%s')".formatted(column, String.join("', '", values));
  }

  private static String in(String column, String value) {
    return value == null ? "" : " and %s = '%s'".formatted(column, value);
  }

  private int rows(String statement, Tuple values) {
    return PostgresFixture.await(postgres.pool().preparedQuery(statement).execute(values)).size();
  }

  private QueryPlan explain(String statement, Tuple values, String list) {
    QueryPlan plan =
        new QueryPlan(
            postgres
                .pool()
                .preparedQuery("explain (analyze, buffers, format json) " + statement)
                .execute(values)
                .map(rows -> ((JsonArray) rows.iterator().next().getValue(0)).getJsonObject(0))
                .await()
                .indefinitely());
    System.out.printf(
        "list of all clients, %s: %d buffers, %.2f ms%n", list, plan.buffers(), plan.millis());
    assertTrue(plan.buffers() < most(list), list + plan);
    return plan;
  }

  private static long most(String list) {
    if (list.startsWith("undelivered since")) {
      return BUFFERS_OF_RECENT_CALLBACKS;
    }
    return list.startsWith("undelivered") ? BUFFERS_OF_CALLBACKS : BUFFERS;
  }
}
