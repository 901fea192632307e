package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.quota.QuotaReport.Queue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Reports of the ledger, on a real PostgreSQL; the window is an hour. */
class QuotaReportTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final long TOLERANCE = 30;

  @AutoClose private static final QuotaLedgerFixture fixture = new QuotaLedgerFixture();
  private static final QuotaLedger quotaLedger =
      QuotaLedgerFixture.ledger(fixture.postgres().pool(), TestQuotaSettings.settings());
  private static final QuotaReport report = new QuotaReport(fixture.postgres().pool());

  @Test
  void anUntouchedClassIsFree() {
    ClassReport seen = report(fixture.account(10, HOUR, 1), 0);
    assertEquals(
        new ClassReport(
            INDEX_TEXT,
            10,
            0,
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            Duration.ZERO,
            HOUR,
            Optional.empty()),
        seen);
    assertEquals(10, seen.free());
  }

  @Test
  void aQueueWithinTheFreePermitsDoesNotWait() {
    String account = fixture.account(10, HOUR, 1);
    settleAll(account, 3);
    ClassReport seen = report(account, 7);
    assertEquals(3, seen.used());
    assertEquals(7, seen.free());
    assertEquals(Optional.of(Duration.ZERO), seen.lastOfQueue());
  }

  @Test
  void theLastOfAQueueWaitsForTheSlotAfterAllBeforeIt() {
    String account = fixture.account(10, HOUR, 1);
    settleAll(account, 4);
    fixture.pass(account, Duration.ofMinutes(20));
    settleAll(account, 6);
    assertSeconds(Duration.ofMinutes(40), report(account, 4).lastOfQueue().orElseThrow());
    assertSeconds(HOUR, report(account, 5).lastOfQueue().orElseThrow());
    assertSeconds(HOUR, report(account, 10).lastOfQueue().orElseThrow());
    assertSeconds(Duration.ofMinutes(100), report(account, 11).lastOfQueue().orElseThrow());
    assertSeconds(HOUR.multipliedBy(3), report(account, 30).lastOfQueue().orElseThrow());
    assertSeconds(Duration.ofMinutes(40), report(account, 0).nextPermit());
  }

  /** Without the queue in the statement; in between the slots are taken to be at an even pace. */
  @Test
  void aReportTellsHowLongMorePermitsTakeWithoutAnotherRead() {
    String account = fixture.account(10, HOUR, 1);
    settleAll(account, 4);
    fixture.pass(account, Duration.ofMinutes(20));
    settleAll(account, 3);
    ClassReport seen = report(account, 0);
    assertEquals(Duration.ZERO, seen.untilPermit(3));
    for (int permits : new int[] {4, 10, 14, 20, 30}) {
      assertSeconds(
          report(account, permits).lastOfQueue().orElseThrow(), seen.untilPermit(permits));
    }
    assertSeconds(HOUR, seen.allFree());
    Duration middle = seen.untilPermit(7);
    assertTrue(middle.compareTo(Duration.ofMinutes(40)) > 0 && middle.compareTo(HOUR) < 0);
    assertEquals(HOUR, report(fixture.account(10, HOUR, 1), 0).untilPermit(11));
  }

  @Test
  void aPauseAndALowerLimitLengthenTheWait() {
    String account = fixture.account(10, HOUR, 1);
    RateLimitBackoff rateLimitBackoff =
        new RateLimitBackoff(fixture.postgres().pool(), TestQuotaSettings.settings());
    for (int i = 0; i < 5; i++) {
      await(rateLimitBackoff.pause(account, INDEX_TEXT, Optional.of(Duration.ofMinutes(5))));
    }
    ClassReport seen = report(account, 11);
    assertEquals(5, seen.believed());
    assertEquals(5, seen.free());
    assertTrue(seen.pausedUntil().isPresent());
    assertEquals(Optional.of(PauseCause.RATE_LIMITED), seen.pausedBy());
    assertSeconds(Duration.ofMinutes(5), seen.nextPermit());
    assertSeconds(Duration.ofMinutes(125), seen.lastOfQueue().orElseThrow());
    assertSeconds(Duration.ofMinutes(125), seen.untilPermit(11));
  }

  /** The one that lasts longest counts. */
  @Test
  void aPauseSaysWhoAskedForIt() {
    String account = fixture.account(10, HOUR, 1);
    RateLimitBackoff rateLimitBackoff =
        new RateLimitBackoff(fixture.postgres().pool(), TestQuotaSettings.settings());
    assertEquals(Optional.empty(), report(account, 0).pausedBy());
    await(rateLimitBackoff.stayAway(account, INDEX_TEXT, Duration.ofMinutes(5)));
    assertEquals(Optional.of(PauseCause.UNAVAILABLE), report(account, 0).pausedBy());
    await(rateLimitBackoff.pause(account, INDEX_TEXT, Optional.of(Duration.ofMinutes(6))));
    await(rateLimitBackoff.stayAway(account, INDEX_TEXT, Duration.ofMinutes(5)));
    assertEquals(Optional.of(PauseCause.RATE_LIMITED), report(account, 0).pausedBy());
    await(
        new QuotaLedgerRepair(fixture.postgres().pool(), TestQuotaSettings.settings())
            .holdAll(fixture.postgres().pool()));
    assertEquals(Optional.of(PauseCause.FAILOVER), report(account, 0).pausedBy());
    fixture.pass(account, HOUR.multipliedBy(2));
    assertEquals(Optional.empty(), report(account, 0).pausedBy());
  }

  @Test
  void aCallUnderWayIsNotExpectedToNeedItsTimeout() {
    String account = fixture.account(10, HOUR, 1);
    await(quotaLedger.take(new PermitRequest(account, INDEX_TEXT, 10, 0, HOUR.multipliedBy(5))));
    ClassReport seen = report(account, 11);
    assertEquals(10, seen.used());
    assertSeconds(HOUR, seen.nextPermit());
    assertSeconds(HOUR.multipliedBy(2), seen.lastOfQueue().orElseThrow());
    assertSeconds(HOUR, await(quotaLedger.nextPermit(account, INDEX_TEXT, 0)));
    assertSeconds(HOUR, await(quotaLedger.supply(account, INDEX_TEXT, 0)).nextFree().orElseThrow());
  }

  private static ClassReport report(String account, long queued) {
    return await(report.of(account, List.of(new Queue(INDEX_TEXT, queued)))).get(0);
  }

  private static void settleAll(String account, int permits) {
    await(quotaLedger.take(new PermitRequest(account, INDEX_TEXT, permits, 0, CALL)))
        .forEach(permit -> await(quotaLedger.settle(permit)));
  }

  private static void assertSeconds(Duration expected, Duration seen) {
    assertEquals(expected.toSeconds(), seen.toSeconds(), TOLERANCE);
  }
}
