package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Several replicas, each with connections of its own, at the same slots at the same moment. */
class ContendedQuotaLedgerPropertyTest {

  private static final int REPLICAS = 4;
  private static final Duration HOLD = Duration.ofHours(1);
  private static final Duration CALL = Duration.ofMinutes(30);
  private static final QuotaSettings SETTINGS = TestQuotaSettings.settings("max-backoff", "24h");
  private static final List<QuotaLedger> LEDGERS = new ArrayList<>();
  private static final List<Pool> POOLS = new ArrayList<>();

  private static QuotaLedgerFixture fixture;
  private static RateLimitBackoff rateLimitBackoff;

  @BeforeContainer
  static void start() {
    fixture = new QuotaLedgerFixture();
    rateLimitBackoff = new RateLimitBackoff(fixture.postgres().pool(), SETTINGS);
    for (int i = 0; i < REPLICAS; i++) {
      Pool pool = fixture.postgres().anotherPool();
      POOLS.add(pool);
      LEDGERS.add(QuotaLedgerFixture.ledger(pool, SETTINGS));
    }
  }

  @AfterContainer
  static void stop() {
    POOLS.forEach(pool -> await(pool.close()));
    fixture.close();
  }

  @Property(tries = 30)
  void replicasTogetherNeverExceedTheLimit(
      @ForAll @IntRange(min = 1, max = 60) int slots,
      @ForAll @IntRange(max = 30) int refusals,
      @ForAll @Size(min = 4, max = 40) List<@IntRange(min = 1, max = 9) Integer> asks) {
    String account = fixture.account(slots, HOLD, 0);
    for (int i = 0; i < refusals; i++) {
      await(rateLimitBackoff.pause(account, INDEX_TEXT, Optional.of(Duration.ofMinutes(1))));
    }
    fixture.pass(account, Duration.ofMinutes(2));
    int allowed = fixture.allowed(account);
    List<Permit> permits = takeAtOnce(account, asks);
    assertTrue(permits.size() <= allowed, permits.size() + " of " + allowed);
    assertEquals(permits.size(), fixture.taken(account), "each slot once");

    settleAndTakeAtOnce(account, permits, asks);
    assertTrue(fixture.taken(account) <= allowed, fixture.taken(account) + " of " + allowed);

    LEDGERS.forEach(ledger -> await(ledger.take(ask(account, slots))));
    assertEquals(allowed, fixture.taken(account), "and none is out of reach");
  }

  @Property(tries = 10)
  void permitsOfADeadReplicaBecomeFree(
      @ForAll @IntRange(min = 1, max = 30) int slots, @ForAll @IntRange(max = 3) int dead) {
    String account = fixture.account(slots, HOLD, 0);
    assertEquals(slots, await(LEDGERS.get(dead).take(ask(account, slots))).size());
    QuotaLedger another = LEDGERS.get((dead + 1) % REPLICAS);
    fixture.pass(account, CALL.plus(HOLD));
    assertEquals(0, await(another.take(ask(account, slots))).size(), "it may be calling still");
    Duration next = await(another.nextPermit(account, INDEX_TEXT, 0));
    assertTrue(next.compareTo(SETTINGS.useBy()) <= 0, next.toString());
    fixture.pass(account, SETTINGS.useBy());
    assertEquals(slots, await(another.take(ask(account, slots))).size());
  }

  private static List<Permit> takeAtOnce(String account, List<Integer> asks) {
    List<Uni<List<Permit>>> takers = new ArrayList<>();
    for (int i = 0; i < asks.size(); i++) {
      takers.add(LEDGERS.get(i % REPLICAS).take(ask(account, asks.get(i))));
    }
    List<Permit> permits =
        await(Uni.join().all(takers).andFailFast()).stream().flatMap(List::stream).toList();
    Set<Integer> slots = new HashSet<>();
    permits.forEach(permit -> assertTrue(slots.add(permit.slot()), "slot given twice"));
    return permits;
  }

  /** Every other permit comes back unused while others take. */
  private static void settleAndTakeAtOnce(
      String account, List<Permit> permits, List<Integer> asks) {
    List<Uni<?>> all = new ArrayList<>();
    for (int i = 0; i < permits.size(); i++) {
      QuotaLedger ledger = LEDGERS.get(i % REPLICAS);
      all.add(i % 2 == 0 ? ledger.settle(permits.get(i)) : ledger.giveBack(permits.get(i)));
    }
    for (int i = 0; i < asks.size(); i++) {
      all.add(LEDGERS.get(i % REPLICAS).take(ask(account, asks.get(i))));
    }
    await(Uni.combine().all().unis(all).discardItems());
  }

  private static PermitRequest ask(String account, int max) {
    return new PermitRequest(account, INDEX_TEXT, max, 0, CALL);
  }
}
