package io.anteroom.sandbox.upstream.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FixedWindowTest {
  private static final long WINDOW = 1_000;
  private final FixedWindow counter = new FixedWindow(2, WINDOW);

  @Test
  void refusesTheCallAfterTheLimitUntilTheWindowEnds() {
    assertEquals(LimitDecision.ADMITTED, counter.arrive(10_100));
    assertEquals(LimitDecision.ADMITTED, counter.arrive(10_200));
    assertEquals(new LimitDecision.Refused(2, 700), counter.arrive(10_300));
    assertEquals(new LimitDecision.Refused(2, 1), counter.arrive(10_999));
    assertEquals(LimitDecision.ADMITTED, counter.arrive(11_000));
  }

  @Test
  void startsAtZeroOnMultiplesOfTheWindowSinceTheEpoch() {
    counter.arrive(10_998);
    counter.arrive(10_999);
    // Twice the limit within two units of time: that is what a fixed window lets through.
    assertEquals(LimitDecision.ADMITTED, counter.arrive(11_000));
    assertEquals(LimitDecision.ADMITTED, counter.arrive(11_001));
    assertEquals(new LimitDecision.Refused(2, 998), counter.arrive(11_002));
  }
}
