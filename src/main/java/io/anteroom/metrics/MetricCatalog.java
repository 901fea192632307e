package io.anteroom.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All metrics of Anteroom's own. Who counts something names it only; what it means and which
 * buckets it has stand here, and {@link MetricFilter} adds them. Immutable, thread-safe.
 */
public final class MetricCatalog {

  /** In the order of docs/metrics.md. */
  public static final List<Metric> ALL =
      Stream.of(TaskMetricList.ALL, UpstreamMetricList.ALL, ServiceMetricList.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Metric> BY_ID =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Metric::id, Function.identity()));

  private MetricCatalog() {}

  static Optional<Metric> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }
}
