package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alerts of {@code k8s/components/monitoring} and the pages that explain them. */
class AlertsTest {

  private static final Pattern METRIC = Pattern.compile("anteroom_[a-z_]+");

  private final List<JsonNode> rules =
      Manifests.items(
              Manifests.in("k8s/components/monitoring")
                  .only("PrometheusRule", "anteroom")
                  .at("/spec/groups/0/rules"))
          .toList();

  /** The names that the service shows are those of the table there. */
  @Test
  void eachAlertReadsMetricsThatAreDocumented() {
    Set<String> documented = metricsOfTheFirstColumn("docs/deployment.md");
    assertTrue(rules.size() > 0);
    for (JsonNode rule : rules) {
      Set<String> read = metrics(rule.path("expr").asText());
      assertEquals(1, read.size(), rule::toString);
      assertTrue(documented.containsAll(read), rule::toString);
    }
  }

  @Test
  void eachMetricInTheTableOfAlertsHasOne() {
    Set<String> alerted = new TreeSet<>();
    rules.forEach(rule -> alerted.addAll(metrics(rule.path("expr").asText())));
    assertEquals(metricsOfTheFirstColumn("docs/operations.md"), alerted);
  }

  private static Set<String> metricsOfTheFirstColumn(String page) {
    Set<String> found = new TreeSet<>();
    Checkout.lines(page).stream()
        .filter(line -> line.startsWith("| "))
        .forEach(line -> found.addAll(metrics(line.split("\\|")[1])));
    return found;
  }

  private static Set<String> metrics(String text) {
    Set<String> found = new TreeSet<>();
    Matcher metric = METRIC.matcher(text);
    while (metric.find()) {
      found.add(metric.group());
    }
    return found;
  }
}
