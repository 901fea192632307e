package io.anteroom.sandbox.upstream.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import io.anteroom.sandbox.upstream.settings.SandboxPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccountLimitsTest {
  private final FakeClock clock = new FakeClock();
  private final AccountLimits limits = new AccountLimits(clock);

  private boolean passes(
      LimitSettings settings,
      String account,
      SandboxPlan sandboxPlan,
      SandboxEndpointClass sandboxEndpointClass) {
    return limits
        .arrive(settings, account, sandboxPlan, sandboxEndpointClass)
        .equals(LimitDecision.ADMITTED);
  }

  private int passed(
      LimitSettings settings,
      SandboxPlan sandboxPlan,
      SandboxEndpointClass sandboxEndpointClass,
      int calls) {
    int passed = 0;
    for (int call = 0; call < calls; call++) {
      passed += passes(settings, "a", sandboxPlan, sandboxEndpointClass) ? 1 : 0;
    }
    return passed;
  }

  /** The rate limits of the specification: seven classes in three plans. */
  @ParameterizedTest
  @CsvSource({
    "DEFAULT, 10, 60",
    "SEARCH_TEXT, 10, 200",
    "SEARCH_URL, 10, 120",
    "SEARCH_UPLOAD, 10, 60",
    "INDEX_TEXT, 10, 200",
    "INDEX_URL, 10, 120",
    "INDEX_UPLOAD, 10, 120"
  })
  void enforcesTheTableOfTheSeed(SandboxEndpointClass row, int free, int pro) {
    for (CountingMethod method : CountingMethod.values()) {
      LimitSettings seed = LimitSettings.seed().withMethod(method);
      assertEquals(free, passed(seed, SandboxPlan.FREE, row, 1_000));
      limits.reset();
      assertEquals(pro, passed(seed, SandboxPlan.PRO, row, 1_000));
      limits.reset();
      assertEquals(1_000, passed(seed, SandboxPlan.ENTERPRISE, row, 1_000));
    }
  }

  @ParameterizedTest
  @EnumSource(CountingMethod.class)
  void givesTheWholeLimitAgainAfterAWindow(CountingMethod method) {
    LimitSettings seed = LimitSettings.seed().withMethod(method);
    passed(seed, SandboxPlan.FREE, SandboxEndpointClass.DEFAULT, 20);
    clock.advanceMillis(60_000);
    assertEquals(10, passed(seed, SandboxPlan.FREE, SandboxEndpointClass.DEFAULT, 20));
  }

  @ParameterizedTest
  @EnumSource(CountingMethod.class)
  void tellsTheExactWait(CountingMethod method) {
    LimitSettings seed = LimitSettings.seed().withMethod(method);
    passed(seed, SandboxPlan.FREE, SandboxEndpointClass.DEFAULT, 10);
    LimitDecision refused =
        limits.arrive(seed, "a", SandboxPlan.FREE, SandboxEndpointClass.DEFAULT);
    long wait = assertInstanceOf(LimitDecision.Refused.class, refused).waitNanos();
    FakeClock tooEarly = new FakeClock(clock.epochNanos() + wait - 1);
    FakeClock right = new FakeClock(clock.epochNanos() + wait);
    assertEquals(false, sameCallsThenAt(tooEarly, seed));
    assertEquals(true, sameCallsThenAt(right, seed));
  }

  private boolean sameCallsThenAt(FakeClock then, LimitSettings seed) {
    CallCounter counter = CallCounter.create(seed, 10);
    for (int call = 0; call < 10; call++) {
      counter.arrive(clock.epochNanos());
    }
    return counter.arrive(then.epochNanos()).equals(LimitDecision.ADMITTED);
  }

  @Test
  void countsEachAccountAndEachClassByItself() {
    LimitSettings seed = LimitSettings.seed();
    assertEquals(10, passed(seed, SandboxPlan.FREE, SandboxEndpointClass.DEFAULT, 20));
    assertEquals(true, passes(seed, "a", SandboxPlan.FREE, SandboxEndpointClass.INDEX_TEXT));
    assertEquals(true, passes(seed, "b", SandboxPlan.FREE, SandboxEndpointClass.DEFAULT));
    assertEquals(false, passes(seed, "a", SandboxPlan.FREE, SandboxEndpointClass.DEFAULT));
  }

  @Test
  void startsOverUnderOtherSettings() {
    assertEquals(
        10, passed(LimitSettings.seed(), SandboxPlan.FREE, SandboxEndpointClass.DEFAULT, 20));
    LimitSettings deeper =
        LimitSettings.seed().withMethod(CountingMethod.TOKEN_BUCKET).withBucketDepth(4);
    assertEquals(4, passed(deeper, SandboxPlan.FREE, SandboxEndpointClass.DEFAULT, 20));
  }
}
