package io.anteroom.submit;

import io.anteroom.account.Account;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts submits by their outcome. Thread-safe. */
@Singleton
class SubmitMetrics {

  private final MeterRegistry registry;

  SubmitMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void submitted(Account account, SubmitOutcome outcome) {
    String name = outcome.getClass().getSimpleName();
    registry.counter("anteroom.submits", "account", account.name(), "outcome", name).increment();
  }
}
