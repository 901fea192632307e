package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.task.QueryPlan;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A grant costs the same from the first second on, when the server has no statistics yet. */
class PermitGrantCostTest {

  private static final int SLOTS = 2_000;

  @AutoClose private final QuotaLedgerFixture fixture = new QuotaLedgerFixture();

  @Test
  void aGrantOfManySlotsDoesNotCompareEachWithEach() {
    String account = fixture.account(SLOTS, Duration.ofMinutes(1), 0);
    SqlConnection connection = await(fixture.postgres().pool().getConnection());
    QueryPlan plan =
        QueryPlan.ofPrepared(
            connection,
            QuotaLedger.TAKE,
            "'%s', 'index.text', 0, '%s', 20000, '0/0', 100".formatted(account, UUID.randomUUID()));
    await(connection.close());
    System.out.printf(
        "a grant of 100 of %d slots, no statistics: %.1f ms, %d buffers, %d rows compared for nothing%n",
        SLOTS, plan.millis(), plan.buffers(), plan.unmatched());
    assertTrue(plan.unmatched() < SLOTS, plan::toString);
  }
}
