package io.anteroom.metrics;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.metrics.ClusterState.Subject;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PlanLimits;
import io.anteroom.task.Phase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows the state of the cluster: tasks, queues, quota, callbacks. A gauge whose value is not known
 * shows NaN. Thread-safe.
 */
@Singleton
class ClusterGauges {

  private static final double MILLIS_OF_SECOND = 1000;
  private static final String ALL_ACCOUNTS = "";
  private static final String NO_LABEL = "";

  private final ClusterStateCache state;
  private final MeterRegistry registry;

  ClusterGauges(ClusterStateCache state, MeterRegistry registry) {
    this.state = state;
    this.registry = registry;
  }

  void register(@Observes StartupEvent event, AccountDirectory accounts, PlanLimits plans) {
    for (Account account : accounts.all()) {
      Tags tags = Tags.of("account", account.name());
      addTasks(account.name(), tags);
      for (EndpointClass endpointClass : EndpointClass.values()) {
        addQuota(account, endpointClass, tags.and("class", endpointClass.label()), plans);
      }
    }
    add("anteroom.callbacks.pending", Tags.empty(), Subject.CALLBACKS, ALL_ACCOUNTS, NO_LABEL);
    add(
        "anteroom.callbacks.oldest.age.seconds",
        Tags.empty(),
        Subject.OLDEST_CALLBACK,
        ALL_ACCOUNTS,
        NO_LABEL);
    Gauge.builder("anteroom.cluster.state.age.seconds", () -> seconds(state.age()))
        .register(registry);
    Gauge.builder("anteroom.cluster.state.overdue.seconds", () -> seconds(state.overdue()))
        .register(registry);
  }

  private void addTasks(String account, Tags tags) {
    for (Phase phase : Phase.values()) {
      if (phase != Phase.ENDED) {
        String label = phase.label();
        add("anteroom.tasks", tags.and("phase", label), Subject.TASKS, account, label);
      }
    }
    add("anteroom.queue.oldest.age.seconds", tags, Subject.OLDEST_QUEUED, account, NO_LABEL);
  }

  private void addQuota(Account account, EndpointClass endpointClass, Tags tags, PlanLimits plans) {
    String label = endpointClass.label();
    add("anteroom.quota.used", tags, Subject.QUOTA_USED, account.name(), label);
    add("anteroom.quota.believed", tags, Subject.QUOTA_BELIEVED, account.name(), label);
    plans
        .limit(account.plan(), endpointClass)
        .ifPresent(
            limit ->
                Gauge.builder("anteroom.quota.limit", () -> limit).tags(tags).register(registry));
  }

  private void add(String id, Tags tags, Subject subject, String account, String label) {
    Gauge.builder(id, () -> value(subject, account, label)).tags(tags).register(registry);
  }

  private double value(Subject subject, String account, String label) {
    return state.last().map(now -> now.of(subject, account, label)).orElse(Double.NaN);
  }

  private static double seconds(Optional<Duration> time) {
    return time.map(Duration::toMillis).map(ms -> ms / MILLIS_OF_SECOND).orElse(Double.NaN);
  }
}
