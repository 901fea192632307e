package io.anteroom.sandbox.upstream.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StageTimeTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private long[] draws(StageTime time) {
    long[] draws = new long[10_001];
    Arrays.setAll(draws, i -> time.draw(random));
    Arrays.sort(draws);
    return draws;
  }

  @Test
  void isUniformBetweenItsBounds() {
    long[] draws = draws(StageTime.between(10, 20));
    assertEquals(10, draws[0]);
    assertEquals(20, draws[10_000]);
    assertEquals(15, draws[5_000], 1);
  }

  @Test
  void isLogNormalAroundItsMedian() {
    long[] draws = draws(StageTime.logNormal(1_000, 0.5));
    assertEquals(1_000, draws[5_000], 50);
    // One sigma to each side: 16 % below, 84 % above.
    assertEquals(1_000 * Math.exp(-0.5), draws[1_587], 50);
    assertEquals(1_000 * Math.exp(0.5), draws[8_413], 100);
  }

  @Test
  void mayBeZero() {
    assertTrue(Arrays.stream(draws(StageTime.NONE)).allMatch(draw -> draw == 0));
  }
}
