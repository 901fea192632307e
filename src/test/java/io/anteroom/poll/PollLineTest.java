package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.async.ManualTicker;
import java.time.Duration;
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
    assertEquals(Duration.ZERO, line.untilOwed(HOLD, Duration.ofSeconds(12)));
    assertEquals(Duration.ofSeconds(2), line.untilOwed(HOLD, Duration.ofSeconds(10)));
  }

  @Test
  void whoHadHalfIsOwedNothingUntilOneOfThemIsOver() {
    line.took(SLOTS / 2);
    assertNull(line.untilOwed(HOLD, Duration.ofSeconds(30)));
    ticker.pass(HOLD.plusSeconds(1));
    assertEquals(Duration.ZERO, line.untilOwed(HOLD, Duration.ofSeconds(61)));
  }

  @Test
  void onlyTheLatestAreRemembered() {
    line.took(1_000);
    ticker.pass(HOLD.plusSeconds(1));
    line.took(SLOTS / 2 - 1);
    assertEquals(Duration.ZERO, line.untilOwed(HOLD, Duration.ofSeconds(12)));
  }
}
