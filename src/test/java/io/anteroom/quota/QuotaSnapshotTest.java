package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Ticker;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The snapshot behind the rate limit headers, on a real PostgreSQL. */
class QuotaSnapshotTest {

  @Test
  void isReadOnceForAWhileAndNeverFails() {
    try (QuotaLedgerFixture fixture = new QuotaLedgerFixture()) {
      Pool pool = fixture.postgres().anotherPool();
      QuotaReport report = new QuotaReport(pool);
      QuotaSnapshot longer =
          new QuotaSnapshot(
              report, TestQuotaSettings.settings("snapshot-age", "1h"), Ticker.SYSTEM);
      QuotaSnapshot none =
          new QuotaSnapshot(
              report, TestQuotaSettings.settings("snapshot-age", "0s"), Ticker.SYSTEM);
      String account = fixture.account(10, Duration.ofHours(1), 1);
      longer.prepare(account);
      assertEquals(10, free(longer, account));
      assertEquals(10, free(none, account));
      take(fixture, account, 3);
      assertEquals(10, free(longer, account));
      assertEquals(10, await(none.recent(account, Set.of(INDEX_TEXT))).get(0).free());
      assertEquals(7, free(none, account));
      assertEquals(7, await(none.recent(account, Set.of(INDEX_TEXT))).get(0).free());
      pool.close().await().indefinitely();
      assertEquals(7, free(none, account));
      assertTrue(await(none.of("another", Set.of(INDEX_TEXT))).isEmpty());
    }
  }

  private static int free(QuotaSnapshot snapshot, String account) {
    return await(snapshot.of(account, Set.of(INDEX_TEXT))).get(0).free();
  }

  private static void take(QuotaLedgerFixture fixture, String account, int permits) {
    QuotaLedger quotaLedger =
        QuotaLedgerFixture.ledger(fixture.postgres().pool(), TestQuotaSettings.settings());
    await(
        quotaLedger.take(
            new PermitRequest(account, INDEX_TEXT, permits, 0, Duration.ofSeconds(15))));
  }
}
