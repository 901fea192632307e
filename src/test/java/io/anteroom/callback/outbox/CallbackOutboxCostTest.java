package io.anteroom.callback.outbox;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.callback.CallbackExpiry;
import io.anteroom.task.QueryPlan;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The queries of the delivery cost the same however many callbacks wait for a dead receiver. */
class CallbackOutboxCostTest {

  private static final String ROUTES = "'', '', 1000";
  private static final String CLAIM =
      "array['alice', 'alice'], array['https://dead.example', 'https://well.example'], array[4, 4],"
          + " array[16, 16], 64, 'c2a7e7f4-0000-4000-8000-000000000001', 30000";

  private static final String EXPIRY = "86400000, 1000";

  @AutoClose private final OutboxFixture store = new OutboxFixture();

  @Test
  void aHundredThousandForADeadReceiverDoNotRaiseTheCost() {
    fill(100);
    QueryPlan fewRoutes = explain(PendingEndpoints.ROUTES, ROUTES);
    QueryPlan fewClaims = explain(CallbackOutbox.CLAIM, CLAIM);
    QueryPlan fewOld = explain(CallbackExpiry.EXHAUST, EXPIRY);
    fill(100_000);
    QueryPlan routes = explain(PendingEndpoints.ROUTES, ROUTES);
    QueryPlan claims = explain(CallbackOutbox.CLAIM, CLAIM);
    QueryPlan old = explain(CallbackExpiry.EXHAUST, EXPIRY);
    System.out.printf(
        "outbox: with 100 and 100,000 due of a dead endpoint: routes %d and %d buffers, %.2f and"
            + " %.2f ms; claim %d and %d buffers, %.2f and %.2f ms; expiry %d and %d buffers%n",
        fewRoutes.buffers(),
        routes.buffers(),
        fewRoutes.millis(),
        routes.millis(),
        fewClaims.buffers(),
        claims.buffers(),
        fewClaims.millis(),
        claims.millis(),
        fewOld.buffers(),
        old.buffers());
    check(routes, fewRoutes, Set.of("callback_of_endpoint"));
    check(old, fewOld, Set.of("callback_by_start", "callback_pkey"));
    check(claims, fewClaims, Set.of("callback_of_endpoint", "callback_pkey"));
  }

  private static void check(QueryPlan many, QueryPlan few, Set<String> indexes) {
    assertFalse(many.scansAllOf("callback"), many.toString());
    assertEquals(indexes, many.indexesOf("callback"), many.toString());
    assertTrue(many.buffers() <= 1.5 * few.buffers() + 20, many.toString());
  }

  private void fill(int dead) {
    store.postgres.sql("truncate callback cascade");
    store.add("https://dead.example", dead, 600);
    store.add("https://well.example", 1, 1);
    store.postgres.sql(
        "insert into callback (id, client, type, url, endpoint, state)"
            + " select uuidv7(), 'alice', 'task.done', 'https://well.example/h', 'https://well.example',"
            + " 'delivered' from generate_series(1, 20000)");
    store.postgres.sql("analyze callback");
  }

  private QueryPlan explain(String statement, String values) {
    SqlConnection connection = await(store.pool().getConnection());
    try {
      return QueryPlan.ofPrepared(connection, statement, values);
    } finally {
      await(connection.close());
    }
  }
}
