package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The ledger on a real PostgreSQL agrees with {@link NaiveQuotaLedger} over random events of
 * several accounts. Holds are hours, and time passes in steps that no hold, call or pause is a
 * multiple of, so that the time of the test itself does not count.
 */
class QuotaLedgerPropertyTest {

  private static final Duration STEP = Duration.ofMinutes(7);
  private static final Duration HOLD = Duration.ofMinutes(60);
  private static final Duration CALL = Duration.ofMinutes(30);
  private static final Duration PAUSE = Duration.ofMinutes(45);
  private static final double REGAIN_A_STEP = 0.25;
  private static final double FACTOR = 0.5;
  private static final double TOLERANCE = 30;
  private static final QuotaSettings SETTINGS =
      TestQuotaSettings.settings("max-backoff", "24h", "decrease-factor", Double.toString(FACTOR));

  private static QuotaLedgerFixture fixture;
  private static QuotaLedger quotaLedger;
  private static RateLimitBackoff rateLimitBackoff;

  enum Deed {
    TAKE,
    SETTLE,
    GIVE_BACK,
    REFUSE,
    PASS
  }

  /** What happens to which account; the meaning of the numbers depends on the deed. */
  record Event(Deed deed, int account, int much, int leave) {}

  /** One account in the ledger and in the reference, with all permits ever granted. */
  record Pair(String name, NaiveQuotaLedger naive, List<Permit> permits) {}

  @BeforeContainer
  static void start() {
    fixture = new QuotaLedgerFixture();
    quotaLedger = QuotaLedgerFixture.ledger(fixture.postgres().pool(), SETTINGS);
    rateLimitBackoff = new RateLimitBackoff(fixture.postgres().pool(), SETTINGS);
  }

  @AfterContainer
  static void stop() {
    fixture.close();
  }

  @Property(tries = 150)
  void agreesWithTheReference(
      @ForAll("accounts") List<Integer> slots, @ForAll("story") List<Event> story) {
    List<Pair> pairs = slots.stream().map(QuotaLedgerPropertyTest::pair).toList();
    for (Event event : story) {
      Pair pair = pairs.get(event.account() % pairs.size());
      happen(event, pair);
      pairs.forEach(QuotaLedgerPropertyTest::compare);
    }
  }

  @Provide
  Arbitrary<List<Integer>> accounts() {
    return Arbitraries.integers().between(1, 12).list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<Event>> story() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 12);
    return Combinators.combine(Arbitraries.of(Deed.class), numbers, numbers, numbers)
        .as(Event::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(25);
  }

  private static Pair pair(int slots) {
    double stepSeconds = STEP.toSeconds();
    double longestCall = SETTINGS.useBy().plus(CALL).toSeconds();
    String name = fixture.account(slots, HOLD, REGAIN_A_STEP * 3600 / stepSeconds);
    NaiveQuotaLedger naive =
        new NaiveQuotaLedger(
            slots, HOLD.toSeconds(), longestCall, FACTOR, REGAIN_A_STEP / stepSeconds);
    return new Pair(name, naive, new ArrayList<>());
  }

  private static void happen(Event event, Pair pair) {
    switch (event.deed()) {
      case TAKE -> take(event, pair);
      case SETTLE -> settle(event, pair, true);
      case GIVE_BACK -> settle(event, pair, false);
      case REFUSE -> {
        await(rateLimitBackoff.pause(pair.name(), INDEX_TEXT, Optional.of(PAUSE)));
        pair.naive().refuse(PAUSE.toSeconds());
      }
      case PASS -> {
        Duration time = STEP.multipliedBy(event.much());
        fixture.pass(pair.name(), time);
        pair.naive().pass(time.toSeconds());
      }
    }
  }

  private static void take(Event event, Pair pair) {
    int max = event.much() + 1;
    int expected = pair.naive().grants(max, event.leave() / 3);
    List<Permit> permits =
        await(
            quotaLedger.take(
                new PermitRequest(pair.name(), INDEX_TEXT, max, event.leave() / 3, CALL)));
    pair.naive().granted(expected, permits);
    pair.permits().addAll(permits);
  }

  /** Any permit ever granted, so that late and repeated settlements occur too. */
  private static void settle(Event event, Pair pair, boolean used) {
    if (pair.permits().isEmpty()) {
      return;
    }
    Permit permit = pair.permits().get(event.much() % pair.permits().size());
    await(used ? quotaLedger.settle(permit) : quotaLedger.giveBack(permit));
    pair.naive().settle(permit, used);
  }

  private static void compare(Pair pair) {
    assertEquals(pair.naive().allowed(), fixture.allowed(pair.name()), "slots believed in");
    Duration next = await(quotaLedger.nextPermit(pair.name(), INDEX_TEXT, 1));
    assertEquals(pair.naive().nextPermit(1), next.toMillis() / 1000.0, TOLERANCE, "next permit");
  }
}
