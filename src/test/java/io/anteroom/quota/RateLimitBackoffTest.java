package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static io.anteroom.quota.EndpointClass.INDEX_URL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a 429 does to a class, on a real PostgreSQL; the window is an hour. */
class RateLimitBackoffTest {

  private static final Duration WINDOW = Duration.ofHours(1);
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Optional<Duration> A_MINUTE = Optional.of(Duration.ofMinutes(1));

  @AutoClose private static final QuotaLedgerFixture fixture = new QuotaLedgerFixture();
  private static final QuotaLedger quotaLedger =
      QuotaLedgerFixture.ledger(fixture.postgres().pool(), TestQuotaSettings.settings());
  private static final RateLimitBackoff rateLimitBackoff =
      new RateLimitBackoff(fixture.postgres().pool(), TestQuotaSettings.settings());

  @Test
  void theFirst429LowersTheLimitByATenth() {
    String account = fixture.account(200, WINDOW, 2);
    refuse(account, 1);
    assertEquals(180, fixture.allowed(account));
  }

  @Test
  void eachFurther429OfTheBurstLowersItByOne() {
    String account = fixture.account(200, WINDOW, 2);
    refuse(account, 100);
    assertEquals(81, fixture.allowed(account));
  }

  @Test
  void a429AfterThePauseLowersItByATenthAgain() {
    String account = fixture.account(200, WINDOW, 2);
    refuse(account, 1);
    fixture.pass(account, Duration.ofMinutes(2));
    refuse(account, 1);
    assertEquals(162, fixture.allowed(account));
  }

  @Test
  void theLimitStaysAtATenthAndAtOne() {
    String many = fixture.account(25, WINDOW, 2);
    refuse(many, 60);
    assertEquals(3, fixture.allowed(many));
    String one = fixture.account(1, WINDOW, 2);
    refuse(one, 3);
    assertEquals(1, fixture.allowed(one));
  }

  @Test
  void eachWindowWithoutA429RaisesTheLimit() {
    String account = fixture.account(200, WINDOW, 2);
    refuse(account, 1);
    fixture.pass(account, WINDOW.plusMinutes(1));
    assertEquals(182, fixture.allowed(account));
    fixture.pass(account, WINDOW.multipliedBy(100));
    assertEquals(200, fixture.allowed(account));
  }

  @Test
  void noMorePermitsThanTheLoweredLimit() {
    String account = fixture.account(200, WINDOW, 2);
    refuse(account, 100);
    fixture.pass(account, Duration.ofMinutes(2));
    assertEquals(81, take(account, 200, 0).size());
    assertEquals(0, take(account, 200, 0).size());
  }

  @Test
  void callsInSlotsOverTheLoweredLimitStillCount() {
    String account = fixture.account(200, WINDOW, 2);
    List<Permit> permits = take(account, 150, 0);
    permits.subList(0, 100).forEach(permit -> await(quotaLedger.giveBack(permit)));
    refuse(account, 100);
    fixture.pass(account, Duration.ofMinutes(2));
    assertEquals(31, take(account, 200, 0).size(), "81 believed in, 50 in use");
  }

  @Test
  void theReserveShrinksWithTheLoweredLimit() {
    String account = fixture.account(60, WINDOW, 1);
    refuse(account, 60);
    fixture.pass(account, Duration.ofMinutes(2));
    assertEquals(6, take(account, 60, 6).size());
  }

  @Test
  void holdsForEveryReplicaAndOnlyForThatAccountAndClass() {
    String account = fixture.account(10, WINDOW, 1);
    String another = fixture.account(10, WINDOW, 1);
    for (String table : List.of("quota_class", "quota_slot")) {
      fixture
          .postgres()
          .sql(
              "create temp table t as select * from %1$s where account = '%2$s'; update t set class = '%3$s'; insert into %1$s select * from t; drop table t"
                  .formatted(table, account, INDEX_URL.label()));
    }
    refuse(account, 2);
    Pool pool = fixture.postgres().anotherPool();
    QuotaLedger replica = QuotaLedgerFixture.ledger(pool, TestQuotaSettings.settings());
    assertEquals(0, await(replica.take(ask(account, INDEX_TEXT, 10, 0))).size());
    Duration next = await(replica.nextPermit(account, INDEX_TEXT, 0));
    assertTrue(next.toSeconds() > 30 && next.toSeconds() <= 60, next.toString());
    assertEquals(10, await(replica.take(ask(account, INDEX_URL, 10, 0))).size());
    assertEquals(10, await(replica.take(ask(another, INDEX_TEXT, 10, 0))).size());
    await(pool.close());
  }

  @Test
  void retryAfterOfAnotherStatusPausesAndLowersNothing() {
    String account = fixture.account(200, WINDOW, 2);
    await(rateLimitBackoff.stayAway(account, INDEX_TEXT, Duration.ofMinutes(1)));
    assertEquals(
        0, await(quotaLedger.take(new PermitRequest(account, INDEX_TEXT, 1, 0, CALL))).size());
    await(rateLimitBackoff.stayAway(account, INDEX_TEXT, Duration.ofSeconds(1)));
    fixture.pass(account, Duration.ofSeconds(59));
    assertEquals(
        0, await(quotaLedger.take(new PermitRequest(account, INDEX_TEXT, 1, 0, CALL))).size());
    fixture.pass(account, Duration.ofSeconds(2));
    assertEquals(
        1, await(quotaLedger.take(new PermitRequest(account, INDEX_TEXT, 1, 0, CALL))).size());
    assertEquals(200, fixture.allowed(account));
  }

  @Test
  void aPauseIsCutToItsMaximum() {
    String account = fixture.account(200, WINDOW, 2);
    await(rateLimitBackoff.stayAway(account, INDEX_TEXT, Duration.ofDays(100)));
    fixture.pass(account, TestQuotaSettings.settings().maxBackoff());
    assertEquals(
        1, await(quotaLedger.take(new PermitRequest(account, INDEX_TEXT, 1, 0, CALL))).size());
  }

  @Test
  void a429WithoutRetryAfterPausesForTheConfiguredTime() {
    String account = fixture.account(10, WINDOW, 1);
    await(rateLimitBackoff.pause(account, INDEX_TEXT, Optional.empty()));
    Duration next = await(quotaLedger.nextPermit(account, INDEX_TEXT, 0));
    assertTrue(next.toMillis() > 4000 && next.toMillis() <= 5000, next.toString());
  }

  @Test
  void theLimitFunctionIsInlinedIntoAnIndexScan() {
    StringBuilder plan = new StringBuilder();
    fixture
        .postgres()
        .sql(
            "set enable_seqscan = off; explain (verbose) select slots, quota_allowed_slots(c) from quota_class c where account = 'a' and class = 'b'")
        .next()
        .forEach(row -> plan.append(row.getString(0)).append('\n'));
    assertTrue(plan.indexOf("Index Scan using quota_class_pkey") >= 0, plan.toString());
    assertTrue(
        plan.indexOf("quota_allowed_slots") < 0 && plan.indexOf("quota_believed_slots") < 0,
        plan.toString());
  }

  private static void refuse(String account, int times) {
    for (int i = 0; i < times; i++) {
      await(rateLimitBackoff.pause(account, INDEX_TEXT, A_MINUTE));
    }
  }

  private static List<Permit> take(String account, int max, int leave) {
    return await(quotaLedger.take(ask(account, INDEX_TEXT, max, leave)));
  }

  private static PermitRequest ask(
      String account, EndpointClass endpointClass, int max, int leave) {
    return new PermitRequest(account, endpointClass, max, leave, CALL);
  }
}
