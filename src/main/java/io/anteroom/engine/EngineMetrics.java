package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.task.Changed;
import io.anteroom.task.EventHorizon;
import io.anteroom.task.Showed;
import io.anteroom.upstream.SubmitOutcome;
import io.anteroom.waiting.WaitingRoom;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** What the engine counts, for Prometheus. Thread-safe. */
@Singleton
public class EngineMetrics {

  private static final double MILLIS_OF_SECOND = 1000;

  private final MeterRegistry registry;
  private volatile List<Long> doubts = List.of();

  /** Only stores its parts. */
  public EngineMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void register(
      @Observes StartupEvent event,
      AccountDirectory accounts,
      AccountGate gate,
      WaitingRoom room,
      EventHorizon horizon) {
    registry.gauge("anteroom.tasks.awaited", room, WaitingRoom::size);
    registry.gauge(
        "anteroom.events.horizon.age", horizon, h -> h.age().toMillis() / MILLIS_OF_SECOND);
    List<Account> all = List.copyOf(accounts.all());
    for (int i = 0; i < all.size(); i++) {
      Account account = all.get(i);
      int position = i;
      doubled(account); // shows as 0 until there is one
      registry.gauge(
          "anteroom.tasks.in.doubt",
          Tags.of("account", account.name()),
          this,
          metrics -> metrics.doubts.size() > position ? metrics.doubts.get(position) : 0);
      registry.gauge(
          "anteroom.account.refused",
          Tags.of("account", account.name()),
          gate,
          g -> g.isClosed(account) ? 1 : 0);
      registry.gauge(
          "anteroom.account.paused",
          Tags.of("account", account.name()),
          gate,
          g -> g.isPaused(account) ? 1 : 0);
    }
  }

  /** How many tasks are in doubt, in the order of the accounts. */
  void inDoubt(List<Long> counts) {
    doubts = counts;
  }

  /** A submit came to something. */
  void submitted(Account account, SubmitOutcome outcome) {
    String name = outcome.getClass().getSimpleName();
    registry.counter("anteroom.submits", "account", account.name(), "outcome", name).increment();
  }

  /** A look at a task showed something, or nothing. */
  void looked(String account, Showed showed) {
    String name = showed.name().toLowerCase(Locale.ROOT);
    registry.counter("anteroom.looks", "account", account, "showed", name).increment();
  }

  /** A second asset of one task was found and deleted. */
  void doubleRemoved(Account account) {
    doubled(account).increment();
  }

  private Counter doubled(Account account) {
    return registry.counter("anteroom.assets.doubled", "account", account.name());
  }

  /** A task ended. */
  void ended(Changed change) {
    registry
        .counter(
            "anteroom.tasks.ended", "account", change.account(), "status", change.status().name())
        .increment();
  }
}
