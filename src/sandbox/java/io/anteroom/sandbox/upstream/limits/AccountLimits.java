package io.anteroom.sandbox.upstream.limits;

import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import io.anteroom.sandbox.upstream.settings.SandboxPlan;
import java.util.HashMap;
import java.util.Map;

/**
 * The limits of all accounts, each account and class by itself. Not thread-safe: belongs to the
 * event loop. Other limits than before start counting anew.
 */
public final class AccountLimits {
  private record Row(String account, SandboxEndpointClass endpointClass) {}

  private final ArrivalClock clock;
  private final Map<Row, CallCounter> counters = new HashMap<>();
  private LimitSettings inForce;

  public AccountLimits(ArrivalClock clock) {
    this.clock = clock;
  }

  /** Counts a call that arrives now, if it may pass. */
  public LimitDecision arrive(
      LimitSettings settings,
      String account,
      SandboxPlan plan,
      SandboxEndpointClass endpointClass) {
    if (!settings.equals(inForce)) {
      counters.clear();
      inForce = settings;
    }
    Integer limit = settings.limit(plan, endpointClass);
    if (limit == null) {
      return LimitDecision.ADMITTED;
    }
    return counters
        .computeIfAbsent(
            new Row(account, endpointClass), row -> CallCounter.create(settings, limit))
        .arrive(clock.epochNanos());
  }

  /** Forgets all calls. */
  public void reset() {
    counters.clear();
  }
}
