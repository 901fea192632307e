package io.anteroom.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The catalogue of metrics, and what the filter makes of it. */
class MetricCatalogTest {

  /** None of these has values that a client can choose, and so more than a few. */
  private static final Set<String> LABELS =
      Set.of(
          "account", "class", "finding", "outcome", "phase", "quota", "reason", "status",
          "version");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void namesFollowTheConventionsOfPrometheus() {
    List<String> names = MetricCatalog.ALL.stream().map(Metric::name).toList();
    assertEquals(names.size(), Set.copyOf(names).size());
    for (Metric metric : MetricCatalog.ALL) {
      assertTrue(metric.name().matches("anteroom(_[a-z]+)+"), metric.name());
      assertEquals(
          metric.kind() == Metric.Kind.COUNTER, metric.name().endsWith("_total"), metric.name());
      assertFalse(metric.name().matches(".*_(millis|ms|minutes|count|bucket|sum)"), metric.name());
    }
  }

  @Test
  void helpSaysWhatIsMeantAndHowReplicasAddUp() {
    for (Metric metric : MetricCatalog.ALL) {
      assertFalse(metric.meaning().endsWith("."), metric.meaning());
      assertTrue(
          metric.help().matches("[A-Z1].*: take (max|the sum).*\\.|.*so take max, not sum\\."),
          metric.help());
    }
  }

  @Test
  void labelsAreBounded() {
    MetricCatalog.ALL.forEach(
        metric -> assertTrue(LABELS.containsAll(metric.labels()), metric.toString()));
  }

  @Test
  void boundsAscend() {
    for (Metric metric : MetricCatalog.ALL) {
      assertEquals(metric.bounds().stream().sorted().distinct().toList(), metric.bounds());
      assertEquals(metric.kind() == Metric.Kind.HISTOGRAM, !metric.bounds().isEmpty());
    }
  }

  @Test
  void aMeterGetsItsHelpAndItsBuckets() {
    registry.config().meterFilter(new MetricFilter());
    Timer lag = registry.timer("anteroom.poll.lag", "account", "default");
    assertEquals(
        MetricCatalog.find("anteroom.poll.lag").orElseThrow().help(), lag.getId().getDescription());
    lag.record(Duration.ofSeconds(25));
    double[] bounds =
        Arrays.stream(lag.takeSnapshot().histogramCounts())
            .filter(bucket -> bucket.count() == 0)
            .mapToDouble(bucket -> bucket.bucket(TimeUnit.SECONDS))
            .toArray();
    assertEquals(20, bounds[bounds.length - 1], "30 s is the next one");
  }

  @Test
  void otherMetersStayAsTheyAre() {
    registry.config().meterFilter(new MetricFilter());
    assertNotNull(registry.counter("another"));
    assertEquals(0, registry.timer("another.timer").takeSnapshot().histogramCounts().length);
  }
}
