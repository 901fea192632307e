package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.metrics.Metric;
import io.anteroom.metrics.MetricCatalog;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts of {@code k8s/components/monitoring} and the table that explains them. */
class AlertsTest {

  private static final Pattern METRIC = Pattern.compile("anteroom_[a-z_]+");
  private static final String PAGE = "docs/operations.md";

  /** Its anchor, the name of its alert, and when that fires. */
  private static final Pattern ROW =
      Pattern.compile("\\| <a id=\"(\\w+)\"></a>(Anteroom\\w+) \\|([^|]*)\\|");

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

  /** Whoever is woken by an alert follows it to what to do. */
  @Test
  void eachAlertLeadsToItsRow() {
    Map<String, String> anchors = new HashMap<>();
    Checkout.lines(PAGE).stream()
        .map(ROW::matcher)
        .filter(Matcher::lookingAt)
        .forEach(row -> anchors.put(row.group(2), row.group(1)));
    List<JsonNode> alerts = rules.stream().filter(rule -> rule.has("alert")).toList();
    assertFalse(alerts.isEmpty());
    for (JsonNode alert : alerts) {
      URI runbook = URI.create(alert.at("/annotations/runbook_url").asText());
      assertEquals("https", runbook.getScheme(), alert::toString);
      assertTrue(runbook.getPath().endsWith("/" + PAGE), alert::toString);
      assertEquals(anchors.get(alert.path("alert").asText()), runbook.getFragment());
    }
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
        .map(ROW::matcher)
        .filter(Matcher::lookingAt)
        .forEach(row -> rows.put(row.group(2), metrics(row.group(3))));
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
