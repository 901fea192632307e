package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.poll.PollFinding;
import io.anteroom.submit.SubmitOutcome;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.waiting.WaitRegistry;
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
public class TaskMetrics {

  private static final double MILLIS_OF_SECOND = 1000;

  private final MeterRegistry registry;
  private volatile List<Long> doubts = List.of();

  /** Only stores its parts. */
  public TaskMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void register(
      @Observes StartupEvent event,
      AccountDirectory accounts,
      AccountAvailability gate,
      WaitRegistry room,
      EventHorizon horizon) {
    registry.gauge("anteroom.tasks.awaited", room, WaitRegistry::size);
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
  public void submitted(Account account, SubmitOutcome outcome) {
    String name = outcome.getClass().getSimpleName();
    registry.counter("anteroom.submits", "account", account.name(), "outcome", name).increment();
  }

  /** A look at a task showed something, or nothing. */
  public void looked(String account, PollFinding pollFinding) {
    String name = pollFinding.name().toLowerCase(Locale.ROOT);
    registry.counter("anteroom.looks", "account", account, "showed", name).increment();
  }

  /** A second asset of one task was found and deleted. */
  public void doubleRemoved(Account account) {
    doubled(account).increment();
  }

  private Counter doubled(Account account) {
    return registry.counter("anteroom.assets.doubled", "account", account.name());
  }

  /** A task ended. */
  public void ended(TaskChange change) {
    registry
        .counter(
            "anteroom.tasks.ended", "account", change.account(), "status", change.status().name())
        .increment();
  }
}
