package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.metrics.Metric;
import io.anteroom.metrics.MetricCatalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts of {@code k8s/components/monitoring} and the table that explains them. */
class AlertsTest {

  private static final Pattern METRIC = Pattern.compile("anteroom_[a-z_]+");
  private static final Pattern RECORDED = Pattern.compile("anteroom:\\w+:\\w+");

  /** Those that need the metrics of others. */
  private static final Set<String> OF_KUBERNETES = Set.of("AnteroomMigrationStuck");

  private final List<JsonNode> rules =
      Manifests.items(
              Manifests.in("k8s/components/monitoring")
                  .only("PrometheusRule", "anteroom")
                  .at("/spec/groups"))
          .flatMap(group -> Manifests.items(group.path("rules")))
          .toList();

  @Test
  void eachRuleReadsMetricsOfTheCatalogue() {
    Set<String> known =
        MetricCatalog.ALL.stream().map(Metric::name).collect(Collectors.toCollection(TreeSet::new));
    for (JsonNode rule : rules) {
      Set<String> read = metrics(rule.path("expr").asText());
      assertTrue(known.containsAll(read), rule::toString);
    }
  }

  @Test
  void eachAlertHasARowAndEachRowAnAlert() {
    assertFalse(read().isEmpty());
    assertEquals(read().keySet(), rows().keySet());
  }

  @Test
  void eachRowNamesMetricsThatItsAlertReads() {
    Map<String, Set<String>> read = read();
    rows()
        .forEach(
            (alert, named) -> {
              assertEquals(OF_KUBERNETES.contains(alert), named.isEmpty(), alert);
              assertTrue(read.get(alert).containsAll(named), alert + named + read.get(alert));
            });
  }

  /** The metrics that each alert reads, also by way of what is recorded. */
  private Map<String, Set<String>> read() {
    Map<String, String> recorded = new HashMap<>();
    rules.stream()
        .filter(rule -> rule.has("record"))
        .forEach(rule -> recorded.put(rule.path("record").asText(), rule.path("expr").asText()));
    Map<String, Set<String>> read = new HashMap<>();
    for (JsonNode rule : rules) {
      if (rule.has("alert")) {
        String expression = rule.path("expr").asText();
        Set<String> all = read.computeIfAbsent(rule.path("alert").asText(), a -> new TreeSet<>());
        all.addAll(metrics(expression));
        RECORDED
            .matcher(expression)
            .results()
            .forEach(name -> all.addAll(metrics(recorded.get(name.group()))));
      }
    }
    return read;
  }

  /** The metrics that the table has in the column "when", by alert. */
  private static Map<String, Set<String>> rows() {
    Map<String, Set<String>> rows = new HashMap<>();
    Checkout.lines("docs/operations.md").stream()
        .filter(line -> line.startsWith("| Anteroom"))
        .map(line -> line.split("\\|"))
        .forEach(cells -> rows.put(cells[1].strip(), metrics(cells[2])));
    return rows;
  }

  private static Set<String> metrics(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(name -> name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
