package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.async.ManualTicker;
import io.anteroom.quota.PermitSupply;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a poll may wait in line with the calls of clients: ten permits of a minute each. */
class PollLineTest {

  private static final int SLOTS = 10;
  private static final Duration HOLD = Duration.ofMinutes(1);

  private final ManualTicker ticker = new ManualTicker();
  private final PollLine line =
      new PollLine(
          null,
          new PollServices(
              null, null, null, null, null, null, null, null, null, null, null, null, null, ticker),
          null,
          SLOTS);

  @Test
  void itIsOwedOnePermitInTheTimeOfTwo() {
    assertEquals(Duration.ZERO, line.untilOwed(supply(SLOTS), Duration.ofSeconds(12)));
    assertEquals(Duration.ofSeconds(2), line.untilOwed(supply(SLOTS), Duration.ofSeconds(10)));
  }

  @Test
  void whoHadHalfIsOwedNothingUntilOneOfThemIsOver() {
    line.took(SLOTS / 2);
    assertNull(line.untilOwed(supply(SLOTS), Duration.ofSeconds(30)));
    ticker.pass(HOLD.plusSeconds(1));
    assertEquals(Duration.ZERO, line.untilOwed(supply(SLOTS), Duration.ofSeconds(61)));
  }

  @Test
  void onlyTheLatestAreRemembered() {
    line.took(1_000);
    ticker.pass(HOLD.plusSeconds(1));
    line.took(SLOTS / 2 - 1);
    assertEquals(Duration.ZERO, line.untilOwed(supply(SLOTS), Duration.ofSeconds(12)));
  }

  /** Half of the plan would be more than polls can have, and they would always be owed one. */
  @Test
  void afterA429HalfOfWhatIsBelievedInIsTheirs() {
    line.took(2);
    assertEquals(Duration.ZERO, line.untilOwed(supply(6), Duration.ofSeconds(30)));
    line.took(1);
    assertNull(line.untilOwed(supply(6), Duration.ofSeconds(30)));
    assertEquals(Duration.ZERO, line.untilOwed(supply(8), Duration.ofSeconds(30)));
  }

  @Test
  void afterA429TheTimeOfTwoPermitsIsLonger() {
    assertEquals(Duration.ofSeconds(8), line.untilOwed(supply(6), Duration.ofSeconds(12)));
    assertEquals(Duration.ofSeconds(48), line.untilOwed(supply(2), Duration.ofSeconds(12)));
  }

  @Test
  void whereOnePermitIsBelievedInAPollIsOwedIt() {
    assertEquals(Duration.ZERO, line.untilOwed(supply(1), HOLD.multipliedBy(2)));
    line.took(1);
    assertNull(line.untilOwed(supply(1), HOLD.multipliedBy(2)));
  }

  private static PermitSupply supply(int allowed) {
    return new PermitSupply(HOLD, allowed, allowed, 0, Optional.empty());
  }
}
