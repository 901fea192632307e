package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackState;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.outbox.DeliveryDecision;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

/** What the delivery counts, for Prometheus; never by anything that a client chose. Thread-safe. */
@Singleton
class CallbackMetrics {

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
    registry.counter("anteroom.callbacks.exhausted"); // shows as 0 until there is one
  }

  void attempted(DeliveryAttempt deliveryAttempt, DeliveryDecision next) {
    Timer.builder("anteroom.callbacks.attempts")
        .tag("outcome", deliveryAttempt.outcome().label())
        .register(registry)
        .record(deliveryAttempt.latency());
    if (next.state() == CallbackState.EXHAUSTED) {
      exhausted(1);
    }
  }

  /** One was claimed and not attempted, for a reason of our own. */
  void givenBack() {
    registry.counter("anteroom.callbacks.postponed").increment();
  }

  void exhausted(int count) {
    registry.counter("anteroom.callbacks.exhausted").increment(count);
  }
}
