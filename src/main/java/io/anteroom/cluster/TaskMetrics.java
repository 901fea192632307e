package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.TaskChangeListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts the tasks that end and those that are in doubt, for Prometheus. Thread-safe. */
@Singleton
public class TaskMetrics implements TaskChangeListener, BackgroundWork {

  private static final double MILLIS_OF_SECOND = 1000;

  private final MeterRegistry registry;
  private volatile List<Long> inDoubtCounts = List.of();

  public TaskMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void register(@Observes StartupEvent event, AccountDirectory accounts, EventHorizon horizon) {
    registry.gauge(
        "anteroom.events.horizon.age", horizon, h -> h.age().toMillis() / MILLIS_OF_SECOND);
    List<Account> all = List.copyOf(accounts.all());
    for (int i = 0; i < all.size(); i++) {
      int position = i;
      registry.gauge(
          "anteroom.tasks.in.doubt",
          Tags.of("account", all.get(i).name()),
          this,
          metrics -> metrics.inDoubtCount(position));
    }
  }

  private long inDoubtCount(int account) {
    List<Long> counts = inDoubtCounts;
    return counts.size() > account ? counts.get(account) : 0;
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    inDoubtCounts = todo.doubts();
    return Uni.createFrom().voidItem();
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream().filter(TaskChange::hasEnded).forEach(this::ended);
  }

  private void ended(TaskChange change) {
    registry
        .counter(
            "anteroom.tasks.ended", "account", change.account(), "status", change.status().name())
        .increment();
  }
}
