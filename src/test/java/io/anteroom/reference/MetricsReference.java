package io.anteroom.reference;

import io.anteroom.metrics.Metric;
import io.anteroom.metrics.MetricCatalog;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table of all metrics, out of the catalogue that gives them their HELP texts. */
final class MetricsReference {

  private MetricsReference() {}

  static String table() {
    return "\n| metric | type | labels | of | meaning |\n|---|---|---|---|---|\n"
        + MetricCatalog.ALL.stream().map(MetricsReference::row).collect(Collectors.joining());
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            metric.name(),
            word(metric.kind()),
            metric.labels().stream()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", ")),
            word(metric.scope()),
            MarkdownCell.of(metric.meaning()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
