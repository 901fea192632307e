package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.ManualTicker;
import io.anteroom.async.Ticker;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
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

  /** An accept asks for what is recent; the tick keeps it so. */
  @Test
  void whatIsWantedIsReadByTheTickAndNotByAnAccept() {
    try (QuotaLedgerFixture fixture = new QuotaLedgerFixture()) {
      ManualTicker ticker = new ManualTicker();
      QuotaSnapshot snapshot =
          new QuotaSnapshot(
              new QuotaReport(fixture.postgres().pool()),
              TestQuotaSettings.settings("snapshot-age", "1ms"),
              ticker);
      String account = fixture.account(10, Duration.ofHours(1), 1);
      snapshot.prepare(account);
      assertEquals(10, recent(snapshot, account));
      take(fixture, account, 3);
      ticker.pass(Duration.ofSeconds(4));
      snapshot.prepare(account);
      assertEquals(10, recent(snapshot, account));
      snapshot.refresh();
      Awaitility.await().until(() -> recent(snapshot, account) == 7);
      take(fixture, account, 1);
      ticker.pass(Duration.ofSeconds(4));
      snapshot.refresh();
      assertEquals(7, recent(snapshot, account), "nobody wanted it since");
      ticker.pass(Duration.ofSeconds(2));
      snapshot.prepare(account);
      assertEquals(6, recent(snapshot, account), "too old for an answer");
    }
  }

  private static int recent(QuotaSnapshot snapshot, String account) {
    return await(snapshot.recent(account, Set.of(INDEX_TEXT))).get(0).free();
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
