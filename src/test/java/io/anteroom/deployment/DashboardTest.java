package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.metrics.Metric;
import io.anteroom.metrics.MetricCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard of {@code k8s/components/monitoring}, without a Prometheus. */
class DashboardTest {

  private static final Pattern METRIC = Pattern.compile("anteroom_[a-z_]+");

  private final List<String> expressions = expressions();

  @Test
  void itShowsEveryMetricOfTheCatalogueAndNoOther() {
    Set<String> shown = new TreeSet<>();
    expressions.forEach(
        expression ->
            METRIC
                .matcher(expression)
                .results()
                .map(MatchResult::group)
                .map(name -> name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds"))
                .forEach(shown::add));
    assertEquals(
        MetricCatalog.ALL.stream().map(Metric::name).collect(Collectors.toCollection(TreeSet::new)),
        shown);
  }

  /** What is of the cluster is the same at each replica: a sum would count it again and again. */
  @Test
  void valuesOfTheClusterAreNotAddedUp() {
    for (Metric metric : MetricCatalog.ALL) {
      String name = Pattern.quote(metric.name());
      boolean isReplica = metric.scope() == Metric.Scope.REPLICA;
      String wrong = isReplica ? "max( by \\([a-z, ]+\\))? \\(" : "sum( by \\([a-z, ]+\\))? \\(";
      for (String expression : expressions) {
        assertTrue(!Pattern.compile(wrong + name + "\\b").matcher(expression).find(), expression);
      }
    }
  }

  @Test
  void everyQueryIsOfTheChosenNamespace() {
    expressions.forEach(
        expression -> assertTrue(expression.contains("namespace=~\"$namespace\""), expression));
  }

  private static List<String> expressions() {
    try {
      return new ObjectMapper()
              .readTree(Path.of("k8s/components/monitoring/dashboard.json").toFile())
              .findValues("expr")
              .stream()
              .map(JsonNode::asText)
              .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
