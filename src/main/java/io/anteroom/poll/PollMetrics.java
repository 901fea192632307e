package io.anteroom.poll;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;

/** Counts polls of tasks by what they found. Thread-safe. */
@Singleton
class PollMetrics {

  private final MeterRegistry registry;

  PollMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** How long after it was due a task is polled. */
  void lagged(String account, Duration lag) {
    registry.timer("anteroom.poll.lag", "account", account).record(lag);
  }

  void polled(String account, PollFinding finding) {
    String name = finding.name().toLowerCase(Locale.ROOT);
    registry.counter("anteroom.polls", "account", account, "finding", name).increment();
  }
}
