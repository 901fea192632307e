package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The ledger on a real PostgreSQL; windows are hours or milliseconds, so that no test waits. */
class QuotaLedgerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration NEVER = Duration.ofHours(1);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final QuotaLedger quotaLedger =
      QuotaLedgerFixture.ledger(postgres.pool(), TestQuotaSettings.settings());

  @Test
  void grantsNoMoreThanThereAreSlots() {
    String account = account(10, NEVER);
    assertEquals(10, take(account, 25, 0).size());
    assertEquals(0, take(account, 1, 0).size());
  }

  /** By every way to take a permit. */
  @Test
  void grantsNothingForAPausedAccountUntilItIsResumed() {
    String account = account(10, NEVER);
    postgres.sql("insert into operator_pause (account) values ('%s')".formatted(account));
    assertEquals(0, take(account, 10, 0).size());
    postgres.sql("delete from operator_pause where account = '%s'".formatted(account));
    assertEquals(10, take(account, 10, 0).size());
  }

  @Test
  void leavesTheReserveToOthers() {
    String account = account(10, NEVER);
    assertEquals(7, take(account, 25, 3).size());
    assertEquals(3, take(account, 25, 0).size());
  }

  @Test
  void aSlotStaysTakenForTheHoldAfterTheResponse() {
    String account = account(1, NEVER);
    Permit permit = take(account, 1, 0).get(0);
    await(quotaLedger.settle(permit));
    assertEquals(0, take(account, 1, 0).size());
    Duration next = await(quotaLedger.nextPermit(account, EndpointClass.INDEX_TEXT, 0));
    assertTrue(next.compareTo(NEVER) <= 0, next.toString());
    assertTrue(next.compareTo(NEVER.minusSeconds(30)) > 0, next.toString());
  }

  @Test
  void aSlotIsFreeAgainWhenItsHoldIsOver() {
    String account = account(1, Duration.ofMillis(50));
    await(quotaLedger.settle(take(account, 1, 0).get(0)));
    Awaitility.await().until(() -> take(account, 1, 0).size() == 1);
  }

  @Test
  void aPermitGivenBackIsFreeAtOnce() {
    String account = account(1, NEVER);
    await(quotaLedger.giveBack(take(account, 1, 0).get(0)));
    assertEquals(1, take(account, 1, 0).size());
  }

  @Test
  void aLateSettlementDoesNotChangeAnotherGrant() {
    String account = account(1, NEVER);
    Permit first = take(account, 1, 0).get(0);
    await(quotaLedger.giveBack(first));
    take(account, 1, 0);
    await(quotaLedger.giveBack(first));
    assertEquals(0, take(account, 1, 0).size());
  }

  @Test
  void aCallWithoutAResponseHoldsItsSlotUntilItsTimeout() {
    String account = account(1, Duration.ZERO);
    take(account, 1, 0);
    double held =
        postgres
            .sql(
                "select extract(epoch from free_at - clock_timestamp())::float8 from quota_slot where account = '%s'"
                    .formatted(account))
            .iterator()
            .next()
            .getDouble(0);
    Duration max = TestQuotaSettings.settings().useBy().plus(TIMEOUT);
    assertEquals(max.toSeconds() - 2.5, held, 2.5);
    assertEquals(List.of(), take(account, 1, 0));
  }

  @Test
  void aTransactionThatFailsTakesNothing() {
    String account = account(3, NEVER);
    postgres
        .pool()
        .withTransaction(
            c ->
                quotaLedger
                    .take(c, ask(account, 3, 0))
                    .chain(() -> Uni.createFrom().failure(new IllegalStateException("rollback"))))
        .onFailure()
        .recoverWithNull()
        .await()
        .indefinitely();
    assertEquals(3, take(account, 3, 0).size());
  }

  @Test
  void concurrentTakersNeverGetASlotTwice() {
    String account = account(100, NEVER);
    List<List<Permit>> all =
        Uni.join()
            .all(
                IntStream.range(0, 40).mapToObj(i -> quotaLedger.take(ask(account, 7, 0))).toList())
            .andFailFast()
            .await()
            .indefinitely();
    Set<Integer> slots = new HashSet<>();
    int granted = 0;
    for (Permit permit : all.stream().flatMap(List::stream).toList()) {
      slots.add(permit.slot());
      granted++;
    }
    assertEquals(granted, slots.size());
    granted += take(account, 100, 0).size();
    assertEquals(100, granted);
  }

  @Test
  void aPauseStopsItsClassOnly() {
    String account = account(5, NEVER);
    RateLimitBackoff pauses = new RateLimitBackoff(postgres.pool(), TestQuotaSettings.settings());
    await(pauses.pause(account, EndpointClass.INDEX_TEXT, Optional.of(NEVER)));
    assertEquals(0, take(account, 1, 0).size());
    Duration next = await(quotaLedger.nextPermit(account, EndpointClass.INDEX_TEXT, 0));
    assertTrue(next.compareTo(Duration.ofMinutes(9)) > 0, "bounded by max-backoff: " + next);
    assertTrue(next.compareTo(Duration.ofMinutes(10)) <= 0, "bounded by max-backoff: " + next);
  }

  @Test
  void theSupplyIsTheFreePermitsBeyondTheReserve() {
    String account = account(10, Duration.ofSeconds(60));
    assertEquals(
        new PermitSupply(Duration.ofSeconds(60), 10, 8, 8, Optional.empty()),
        await(quotaLedger.supply(account, EndpointClass.INDEX_TEXT, 2)));
    await(quotaLedger.settle(take(account, 1, 0).get(0)));
    take(account, 4, 0);
    PermitSupply permitSupply = await(quotaLedger.supply(account, EndpointClass.INDEX_TEXT, 2));
    assertEquals(8, permitSupply.usable());
    assertEquals(3, permitSupply.free());
    Duration next = permitSupply.nextFree().orElseThrow();
    assertTrue(next.compareTo(Duration.ofSeconds(60)) <= 0, next.toString());
    assertTrue(next.compareTo(Duration.ofSeconds(40)) > 0, next.toString());
    take(account, 5, 0);
    assertEquals(0, await(quotaLedger.supply(account, EndpointClass.INDEX_TEXT, 2)).free());
  }

  @Test
  void aLoweredLimitAndAPauseReduceTheSupply() {
    String account = account(10, NEVER);
    postgres.sql(
        "update quota_class set believed_slots = 4, last_429_at = now() where account = '"
            + account
            + "'");
    PermitSupply lowered = await(quotaLedger.supply(account, EndpointClass.INDEX_TEXT, 5));
    assertEquals(4, lowered.allowed());
    assertEquals(2, lowered.usable());
    RateLimitBackoff pauses = new RateLimitBackoff(postgres.pool(), TestQuotaSettings.settings());
    await(pauses.pause(account, EndpointClass.INDEX_TEXT, Optional.of(NEVER)));
    assertEquals(0, await(quotaLedger.supply(account, EndpointClass.INDEX_TEXT, 0)).free());
  }

  private static String account(int slots, Duration hold) {
    String account = "a" + UUID.randomUUID();
    postgres.sql(
        "insert into quota_class (account, class, slots, hold) values ('%s', '%s', %d, interval '%d ms')"
            .formatted(account, EndpointClass.INDEX_TEXT.label(), slots, hold.toMillis()));
    postgres.sql(
        "insert into quota_slot (account, class, n) select '%s', '%s', n from generate_series(0, %d) n"
            .formatted(account, EndpointClass.INDEX_TEXT.label(), slots - 1));
    return account;
  }

  private static List<Permit> take(String account, int max, int leave) {
    return await(quotaLedger.take(ask(account, max, leave)));
  }

  private static PermitRequest ask(String account, int max, int leave) {
    return new PermitRequest(account, EndpointClass.INDEX_TEXT, max, leave, TIMEOUT);
  }
}
