package io.anteroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClassSlotsTest {

  @Test
  void aLimitHasOneSlotForEachCallOfAWindow() {
    ClassSlots rule = ClassSlots.of(OptionalInt.of(200), TestQuotaSettings.settings());
    assertEquals(200, rule.slots());
    assertEquals(Duration.ofMillis(60_060), rule.hold(), "a window, and 0.1 % for drifting clocks");
  }

  @Test
  void noLimitHoldsASlotOnlyWhileTheCallIsUnderWay() {
    ClassSlots rule =
        ClassSlots.of(OptionalInt.empty(), TestQuotaSettings.settings("max-in-flight", "64"));
    assertEquals(new ClassSlots(64, Duration.ZERO), rule);
  }

  @Test
  void aShallowBucketGrantsItsDepthAndNoMoreThanTheLimit() {
    int limit = 60;
    int burst = 10;
    ClassSlots rule =
        ClassSlots.of(OptionalInt.of(limit), TestQuotaSettings.settings("burst", "10"));
    assertEquals(burst, rule.slots());
    double perWindow = burst * (1 + 60_000.0 / rule.hold().toMillis());
    assertTrue(perWindow <= limit, "in one window at most " + perWindow);
    double refill = (double) burst / rule.hold().toMillis();
    assertTrue(refill <= limit / 60_000.0, "no faster than the bucket fills");
  }

  @Test
  void aBurstIsCutToTheLimit() {
    ClassSlots rule = ClassSlots.of(OptionalInt.of(10), TestQuotaSettings.settings("burst", "50"));
    assertEquals(10, rule.slots());
  }
}
