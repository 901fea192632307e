package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.CallbackState;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.outbox.DeliveryDecision;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What the delivery counts, for Prometheus; never by anything that a client chose. Thread-safe. */
@Singleton
class CallbackMetrics {

  private static final String EXHAUSTED = "anteroom.callbacks.exhausted";
  private static final String POSTPONED = "anteroom.callbacks.postponed";

  private final MeterRegistry registry;

  CallbackMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Shows how many attempts are under way, and how many routes are left alone or wait for the
   * attempt that shows.
   */
  void watch(DeliveryCapacity capacity, EndpointCircuitBreakers endpointCircuitBreakers) {
    registry.gauge("anteroom.callbacks.in.flight", capacity, DeliveryCapacity::underWay);
    registry.gauge(
        "anteroom.callbacks.breakers.open", endpointCircuitBreakers, EndpointCircuitBreakers::open);
    registry.counter(EXHAUSTED); // show as 0 until there is one
    registry.counter(POSTPONED);
  }

  void attempted(CallbackClaim claim, DeliveryAttempt deliveryAttempt, DeliveryDecision next) {
    registry
        .timer("anteroom.callbacks.attempt.duration", "outcome", deliveryAttempt.outcome().label())
        .record(deliveryAttempt.latency());
    if (claim.step() == 0) {
      registry
          .timer("anteroom.callbacks.delay")
          .record(claim.age().plus(deliveryAttempt.latency()));
    }
    if (next.state() == CallbackState.EXHAUSTED) {
      exhausted(1);
    }
  }

  /** One was claimed and not attempted, for a reason of our own. */
  void givenBack() {
    registry.counter(POSTPONED).increment();
  }

  void exhausted(int count) {
    registry.counter(EXHAUSTED).increment(count);
  }
}
