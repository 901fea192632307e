package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.task.QueryPlan;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Slots cost the same from the first second on, when the server has no statistics yet. */
class PermitGrantCostTest {

  private static final int SLOTS = 2_000;

  @AutoClose private final QuotaLedgerFixture fixture = new QuotaLedgerFixture();

  @Test
  void aGrantOfManySlotsDoesNotCompareEachWithEach() {
    String account = fixture.account(SLOTS, Duration.ofMinutes(1), 0);
    String values =
        "'%s', 'index.text', 0, '%s', 20000, '0/0', 100".formatted(account, UUID.randomUUID());
    QueryPlan plan = plan("a grant", QuotaLedger.TAKE, values);
    assertTrue(plan.unmatched() < SLOTS, plan::toString);
  }

  /** Each finds its own slot by its number, and reads no other one. */
  @Test
  void theEndsOfManyPermitsDoNotReadEachSlot() {
    String account = fixture.account(SLOTS, Duration.ofMinutes(1), 0);
    String grant = UUID.randomUUID().toString();
    fixture
        .postgres()
        .sql(
            "update quota_slot set grant_id = '%s' where account = '%s' and n < 100"
                .formatted(grant, account));
    String values =
        """
        array_fill('%s'::text, array[100]), array_fill('index.text'::text, array[100]), array%s,
        array_fill('%s'::uuid, array[100]), array_fill(true, array[100]),
        array_fill(1000::bigint, array[100])
        """
            .formatted(account, IntStream.range(0, 100).boxed().toList(), grant);
    QueryPlan plan = plan("the ends", PermitSettlements.SET_FREE, values);
    assertTrue(plan.buffers() < 1_000, plan::toString);
    assertTrue(plan.unmatched() < SLOTS, plan::toString);
  }

  private QueryPlan plan(String what, String statement, String values) {
    SqlConnection connection = await(fixture.postgres().pool().getConnection());
    QueryPlan plan = QueryPlan.ofPrepared(connection, statement, values);
    await(connection.close());
    System.out.printf(
        "%s of 100 of %d slots, no statistics: %.1f ms, %d buffers, %d rows compared for nothing%n",
        what, SLOTS, plan.millis(), plan.buffers(), plan.unmatched());
    return plan;
  }
}
