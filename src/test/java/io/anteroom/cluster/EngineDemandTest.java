package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineDemandTest {

  private final ManualTicker ticker = new ManualTicker();
  private final EngineDemand demand =
      new EngineDemand(
          TestSettings.of(EngineSettings.class, "anteroom.engine.linger", "3s"), ticker);

  @Test
  void nobodyNeedsItAtTheStart() {
    assertFalse(demand.isOpen());
    assertEquals(Duration.ZERO, demand.lingerLeft());
  }

  @Test
  void itIsNeededUntilTheLastRequestEnds() {
    demand.begin();
    demand.begin();
    demand.endAtOnce();
    assertTrue(demand.isOpen());
    demand.endAtOnce();
    assertFalse(demand.isOpen());
    assertEquals(Duration.ZERO, demand.lingerLeft());
  }

  @Test
  void theLingerBeginsWithTheEndOfARequest() {
    demand.begin();
    ticker.pass(Duration.ofSeconds(10));
    demand.end();
    ticker.pass(Duration.ofSeconds(1));
    assertEquals(Duration.ofSeconds(2), demand.lingerLeft());
  }

  @Test
  void eachChangeIsTold() {
    AtomicInteger told = new AtomicInteger();
    demand.tell(told::incrementAndGet);
    demand.begin();
    demand.end();
    assertEquals(2, told.get());
  }
}
