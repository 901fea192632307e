package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.faults.Fault;
import io.anteroom.sandbox.upstream.limits.LimitDecision;
import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.util.concurrent.TimeUnit;

/** The moment of a call's arrival: it is counted, and its fate is drawn. */
record CallArrival(CallChecks gate, SandboxSettings settings, SandboxEndpoint endpoint) {

  /**
   * Counts a call that arrives now, and draws its fault.
   *
   * @throws CallRefusedException with 429 where it is one too many
   */
  Fault admit(SandboxCaller caller) {
    LimitDecision limitDecision =
        gate.limits()
            .arrive(settings.limits(), caller.account(), caller.plan(), endpoint.endpointClass());
    if (limitDecision instanceof LimitDecision.Refused refused) {
      count(caller, true);
      throw new CallRefusedException(refusal(refused.limit(), refused.waitNanos()));
    }
    Fault fault = gate.chance().fault(settings, endpoint);
    count(caller, fault instanceof Fault.AnswerStatus forced && forced.status() == 429);
    return fault;
  }

  /** A 429 that nobody earned, for one window. */
  SandboxResponse forcedRefusal() {
    return refusal(1, TimeUnit.MILLISECONDS.toNanos(settings.limits().windowMs()));
  }

  private SandboxResponse refusal(int limit, long waitNanos) {
    return RateLimitedResponse.answer(
        settings.limits().refusal(), limit, waitNanos, gate.clock().epochMillis());
  }

  private void count(SandboxCaller caller, boolean refused) {
    gate.counters().arrived(endpoint, caller.account(), gate.clock().epochMillis(), refused);
  }
}
