package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TickerTest {

  @Test
  void theTimeSinceAMomentSurvivesAnOverflow() {
    ManualTicker ticker = new ManualTicker();
    long then = ticker.nanos();
    ticker.pass(Duration.ofSeconds(3));
    assertTrue(ticker.nanos() < then);
    assertEquals(Duration.ofSeconds(3), ticker.since(then));
  }

  @Test
  void theTickerOfTheSystemNeverGoesBack() {
    long then = Ticker.SYSTEM.nanos();
    assertTrue(!Ticker.SYSTEM.since(then).isNegative());
  }
}
