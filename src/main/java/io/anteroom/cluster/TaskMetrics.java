package io.anteroom.cluster;

import io.anteroom.task.AcceptTime;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.TaskChangeListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Counts the tasks that end, and how long they took, for Prometheus. Thread-safe. */
@Singleton
public class TaskMetrics implements TaskChangeListener {

  private static final double MILLIS_OF_SECOND = 1000;

  private final MeterRegistry registry;
  private final Clock clock;

  public TaskMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  void register(@Observes StartupEvent event, EventHorizon horizon) {
    registry.gauge(
        "anteroom.events.horizon.age.seconds", horizon, h -> h.age().toMillis() / MILLIS_OF_SECOND);
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream().filter(TaskChange::hasEnded).forEach(this::ended);
  }

  private void ended(TaskChange change) {
    String status = change.status().name();
    registry
        .counter("anteroom.tasks.ended", "account", change.account(), "status", status)
        .increment();
    AcceptTime.since(change.id(), clock.instant())
        .ifPresent(age -> registry.timer("anteroom.task.duration", "status", status).record(age));
  }
}
