package io.anteroom.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.async.ManualClock;
import io.anteroom.async.ManualTicker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ManualTicker ticker = new ManualTicker();
  private final ManualClock clock = new ManualClock();
  private final History history = new History(registry, clock, ticker);

  @Test
  void aSampleHasWhatHappenedSinceTheOneBefore() {
    submits("accepted", 5);
    submits("rate_limited", 7);
    registry.counter("anteroom.tasks.ended", "account", "a", "status", "DONE").increment(2);
    registry.counter("anteroom.tasks.ended", "account", "b", "status", "FAILED").increment();
    lag("a", 1000);
    lag("b", 3000);
    sampleAfter(Duration.ofSeconds(10));
    submits("accepted", 1);
    sampleAfter(Duration.ofSeconds(20));
    List<HistorySample> samples = history.samples();
    assertEquals(2, samples.size());
    assertEquals(
        new HistorySample(Instant.parse("2026-01-01T00:00:10Z"), 10, 5, 3, 2, 2.0), samples.get(0));
    assertEquals(20, samples.get(1).seconds());
    assertEquals(1, samples.get(1).submitted());
    assertEquals(0, samples.get(1).ended());
    assertNull(samples.get(1).pollLagSeconds());
  }

  @Test
  void itHoldsAnHour() {
    for (int i = 0; i < History.MAX + 50; i++) {
      submits("accepted", 1);
      sampleAfter(History.STEP);
    }
    assertEquals(History.MAX, history.samples().size());
    sampleAfter(Duration.ofMinutes(59));
    assertEquals(8, history.samples().size());
    sampleAfter(Duration.ofHours(2));
    assertEquals(1, history.samples().size());
  }

  private void submits(String outcome, int count) {
    registry.counter("anteroom.submits", "account", "a", "outcome", outcome).increment(count);
  }

  private void lag(String account, int millis) {
    registry.timer("anteroom.poll.lag", "account", account).record(Duration.ofMillis(millis));
  }

  private void sampleAfter(Duration time) {
    ticker.pass(time);
    clock.pass(time);
    history.sample();
  }
}
