package io.anteroom.sandbox.upstream.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long WINDOW = 1_000;

  @Test
  void grantsItsDepthAtOnceAndThenOneByOne() {
    TokenBucket counter = new TokenBucket(10, WINDOW, 3);
    for (int call = 0; call < 3; call++) {
      assertEquals(LimitDecision.ADMITTED, counter.arrive(5_000));
    }
    assertEquals(new LimitDecision.Refused(10, 100), counter.arrive(5_000));
    assertEquals(new LimitDecision.Refused(10, 1), counter.arrive(5_099));
    assertEquals(LimitDecision.ADMITTED, counter.arrive(5_100));
    assertEquals(new LimitDecision.Refused(10, 100), counter.arrive(5_100));
  }

  @Test
  void neverHoldsMoreThanItsDepth() {
    TokenBucket counter = new TokenBucket(10, WINDOW, 3);
    counter.arrive(0);
    long muchLater = 1_000_000_000_000L;
    for (int call = 0; call < 3; call++) {
      assertEquals(LimitDecision.ADMITTED, counter.arrive(muchLater));
    }
    assertEquals(new LimitDecision.Refused(10, 100), counter.arrive(muchLater));
  }

  @Test
  void losesNothingToRounding() {
    // 7 tokens in 1,000 units: 142.86 units to a token.
    TokenBucket counter = new TokenBucket(7, WINDOW, 1);
    int admitted = 0;
    for (long now = 0; now < 100 * WINDOW; now++) {
      admitted += counter.arrive(now).equals(LimitDecision.ADMITTED) ? 1 : 0;
    }
    assertEquals(700, admitted, 1);
  }
}
