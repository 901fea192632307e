package io.anteroom.task.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.QueryPlan;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The cost of a list of batches does not grow with the stored batches. */
class BatchListCostTest {

  private static final int FEW = 1000;
  private static final int MANY = 50_000;
  private static final long EXACT = 1000;

  /** Of two clients in turn; of every tenth there is a reference, and one in a hundred is open. */
  private static final String FILL =
      """
      insert into batch (id, client, reference, total, open, done, accepted_at, ended_at)
      select uuidv7((n - %1$d) * interval '1 s'), (array['alice', 'bob'])[1 + n %% 2],
        case when n %% 10 = 0 then 'r' || n %% 50 end, 10,
        case when n %% 100 = 0 then 10 else 0 end, case when n %% 100 = 0 then 0 else 10 end,
        now() + (n - %1$d) * interval '1 s', case when n %% 100 <> 0 then now() end
      from generate_series(1, %1$d) n
      """;

  /** A thousand of each of the newest batches. */
  private static final String FILL_TASKS =
      """
      insert into task (id, client, account, kind, collection_id, request, batch, status, phase,
                        event_no, accepted_at, updated_at, ended_at)
      select uuidv7(), b.client, 'default', 'text', 'c', '{}', b.id, 'DONE', 'ended', 3, now(),
        now(), now()
      from (select * from batch where open = 0 order by id desc limit 20) b,
        generate_series(1, 1000)
      """;

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  @Test
  void fiftyTimesTheBatchesCostNoMore() {
    Map<String, QueryPlan> few = plans(FEW);
    plans(MANY)
        .forEach(
            (list, plan) -> {
              long before = few.get(list).buffers();
              System.out.printf(
                  "batches %s: with %,d and %,d %d and %d buffers%n",
                  list, FEW, MANY, before, plan.buffers());
              assertTrue(plan.buffers() <= 3 * before + 100, list + plan);
              assertFalse(plan.scansAllOf("batch"), list + plan);
              assertFalse(plan.indexesOf("batch").contains("batch_pkey"), list + plan);
            });
  }

  @Test
  void theIndexIsThatOfTheFilter() {
    Map<String, QueryPlan> plans = plans(MANY);
    assertEquals(Set.of("batch_of_client"), plans.get("page 1").indexesOf("batch"));
    assertEquals(Set.of("batch_open"), plans.get("open").indexesOf("batch"));
    assertEquals(Set.of("batch_by_reference"), plans.get("reference").indexesOf("batch"));
  }

  /** Of what has ended the row of the batch has the counts. */
  @Test
  void noTaskOfABatchThatHasEndedIsRead() {
    fill(FEW);
    postgres.sql(FILL_TASKS);
    postgres.sql("analyze task");
    UUID[] ids =
        postgres
            .sql(
                "select array(select id from batch where open = 0 order by id desc limit 20) as ids")
            .iterator()
            .next()
            .getArrayOfUUIDs("ids");
    QueryPlan plan = explain(BatchList.READ, Tuple.of(ids));
    assertTrue(plan.buffers() < 200, plan.toString());
    assertFalse(plan.scansAllOf("task"), plan.toString());
  }

  private static Map<String, QueryPlan> plans(int batches) {
    fill(batches);
    UUID middle =
        postgres
            .sql("select id from batch order by id offset " + batches / 2 + " limit 1")
            .iterator()
            .next()
            .getUUID(0);
    Set<String> alice = Set.of("alice");
    Map<String, QueryPlan> plans = new LinkedHashMap<>();
    plans.put("page 1", page(new BatchFilter(alice, null, null), IdRange.LAST));
    plans.put("cursor in the middle", page(new BatchFilter(alice, null, null), middle));
    plans.put("of all clients", page(new BatchFilter(Set.of(), null, null), IdRange.LAST));
    plans.put("open", page(new BatchFilter(Set.of("bob", "alice"), null, false), IdRange.LAST));
    plans.put("ended", page(new BatchFilter(alice, null, true), IdRange.LAST));
    plans.put("reference", page(new BatchFilter(alice, "r30", null), IdRange.LAST));
    plans.put("no such reference", page(new BatchFilter(Set.of(), "none", null), IdRange.LAST));
    return plans;
  }

  @Test
  void theTotalIsCountedUpToItsLimit() {
    fill(MANY);
    BatchListSql query =
        new BatchListSql(new BatchFilter(Set.of("alice"), null, null), IdRange.LAST);
    QueryPlan plan = explain(query.count(), query.values().addLong(EXACT + 1));
    assertTrue(plan.buffers() <= EXACT + 200, plan.toString());
    JsonArray guess =
        (JsonArray)
            PostgresFixture.await(
                    postgres.pool().preparedQuery(query.guess()).execute(query.values()))
                .iterator()
                .next()
                .getValue(0);
    long rows = guess.getJsonObject(0).getJsonObject("Plan").getLong("Plan Rows");
    assertEquals(MANY / 2, rows, 0.1 * MANY);
  }

  private static void fill(int batches) {
    postgres.sql("truncate batch, task");
    postgres.sql(FILL.formatted(batches));
    postgres.vacuum("batch");
  }

  private static QueryPlan page(BatchFilter filter, UUID before) {
    BatchListSql query = new BatchListSql(filter, before);
    return explain(query.page(), query.values().addLong(11L).addLong(0L));
  }

  private static QueryPlan explain(String statement, Tuple values) {
    return new QueryPlan(
        PostgresFixture.await(
            postgres
                .pool()
                .preparedQuery("explain (analyze, buffers, format json) " + statement)
                .execute(values)
                .map(rows -> ((JsonArray) rows.iterator().next().getValue(0)).getJsonObject(0))));
  }
}
