package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.faults.Fault;
import io.anteroom.sandbox.upstream.limits.Admission;
import io.anteroom.sandbox.upstream.settings.Endpoint;
import io.anteroom.sandbox.upstream.settings.UpstreamSettings;
import java.util.concurrent.TimeUnit;

/** The moment of a call's arrival: it is counted, and its fate is drawn. */
record Entrance(CallGate gate, UpstreamSettings settings, Endpoint endpoint) {

  /**
   * Counts a call that arrives now, and draws its fault.
   *
   * @throws CallRefused with 429 where it is one too many
   */
  Fault admit(Caller caller) {
    Admission admission =
        gate.limits()
            .arrive(settings.limits(), caller.account(), caller.plan(), endpoint.endpointClass());
    if (admission instanceof Admission.Refused refused) {
      count(caller, true);
      throw new CallRefused(refusal(refused.limit(), refused.waitNanos()));
    }
    Fault fault = gate.chance().fault(settings, endpoint);
    count(caller, fault instanceof Fault.AnswerStatus forced && forced.status() == 429);
    return fault;
  }

  /** A 429 that nobody earned, for one window. */
  Answer forcedRefusal() {
    return refusal(1, TimeUnit.MILLISECONDS.toNanos(settings.limits().windowMs()));
  }

  private Answer refusal(int limit, long waitNanos) {
    return TooManyCalls.answer(
        settings.limits().refusal(), limit, waitNanos, gate.clock().epochMillis());
  }

  private void count(Caller caller, boolean refused) {
    gate.counters().arrived(endpoint, caller.account(), gate.clock().epochMillis(), refused);
  }
}
