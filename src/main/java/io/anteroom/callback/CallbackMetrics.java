package io.anteroom.callback;

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
  void watch(UnderWay underWay, Breakers breakers) {
    registry.gauge("anteroom.callbacks.under.way", underWay, UnderWay::all);
    registry.gauge("anteroom.callbacks.breakers.open", breakers, Breakers::open);
    registry.counter("anteroom.callbacks.exhausted"); // shows as 0 until there is one
  }

  /** An attempt was recorded. */
  void attempted(Attempt attempt, Settlement next) {
    Timer.builder("anteroom.callbacks.attempts")
        .tag("outcome", attempt.outcome().label())
        .register(registry)
        .record(attempt.latency());
    if (next.state() == CallbackState.EXHAUSTED) {
      exhausted(1);
    }
  }

  /** One was claimed and not attempted, for a reason of our own. */
  void givenBack() {
    registry.counter("anteroom.callbacks.given.back").increment();
  }

  /** So many were given up. */
  void exhausted(int count) {
    registry.counter("anteroom.callbacks.exhausted").increment(count);
  }
}
