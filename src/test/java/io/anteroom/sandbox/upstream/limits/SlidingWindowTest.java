package io.anteroom.sandbox.upstream.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private static final long WINDOW = 1_000;

  @Test
  void refusesUntilTheOldestCallIsOneWindowOld() {
    SlidingWindow counter = new SlidingWindow(2, WINDOW);
    counter.arrive(10_900);
    counter.arrive(11_100);
    assertEquals(new LimitDecision.Refused(2, 1), counter.arrive(11_899));
    assertEquals(LimitDecision.ADMITTED, counter.arrive(11_900));
    assertEquals(new LimitDecision.Refused(2, 200), counter.arrive(11_900));
  }

  @Test
  void agreesWithCountingAllArrivalsOfTheLastWindow() {
    SlidingWindow counter = new SlidingWindow(5, WINDOW);
    List<Long> admitted = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    long now = 0;
    for (int call = 0; call < 5_000; call++) {
      now += random.nextInt(300);
      long at = now;
      boolean expected = admitted.stream().filter(then -> then > at - WINDOW).count() < 5;
      assertEquals(expected, counter.arrive(now).equals(LimitDecision.ADMITTED), "call " + call);
      if (expected) {
        admitted.add(now);
      }
    }
  }
}
