package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.task.Changed;
import io.anteroom.upstream.SubmitOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What the engine counts, for Prometheus. Thread-safe. */
@Singleton
public class EngineMetrics {

  private final MeterRegistry registry;

  /** Only stores its parts. */
  public EngineMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void register(
      @Observes StartupEvent event, AccountDirectory accounts, AccountGate gate, WaitingRoom room) {
    registry.gauge("anteroom.tasks.awaited", room, WaitingRoom::size);
    for (Account account : accounts.all()) {
      registry.gauge(
          "anteroom.account.refused",
          Tags.of("account", account.name()),
          gate,
          g -> g.isClosed(account) ? 1 : 0);
    }
  }

  /** A submit came to something. */
  void submitted(Account account, SubmitOutcome outcome) {
    String name = outcome.getClass().getSimpleName();
    registry.counter("anteroom.submits", "account", account.name(), "outcome", name).increment();
  }

  /** A task ended. */
  void ended(Changed change) {
    registry
        .counter(
            "anteroom.tasks.ended", "account", change.account(), "status", change.status().name())
        .increment();
  }
}
