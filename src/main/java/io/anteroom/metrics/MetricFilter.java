package io.anteroom.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Gives every metric of the catalogue its HELP text and its buckets, wherever it is registered.
 * Stateless.
 */
@Singleton
public class MetricFilter implements MeterFilter {

  @Override
  public Meter.Id map(Meter.Id id) {
    return MetricCatalog.find(id.getName()).map(metric -> described(id, metric)).orElse(id);
  }

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return MetricCatalog.find(id.getName())
        .filter(metric -> !metric.bounds().isEmpty())
        .map(metric -> buckets(metric).merge(config))
        .orElse(config);
  }

  private static Meter.Id described(Meter.Id id, Metric metric) {
    return new Meter.Id(
        id.getName(),
        Tags.of(id.getTagsAsIterable()),
        id.getBaseUnit(),
        metric.help(),
        id.getType());
  }

  private static DistributionStatisticConfig buckets(Metric metric) {
    return DistributionStatisticConfig.builder()
        .serviceLevelObjectives(metric.bounds().stream().mapToDouble(Duration::toNanos).toArray())
        .build();
  }
}
