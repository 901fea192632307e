package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.anteroom.Promtool;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of the dashboard in {@code k8s/components/monitoring} has a value on a real
 * Prometheus that scraped a replica at work. Skipped where there is no Prometheus.
 */
class DashboardIT {

  private static final Path FOLDER = Path.of("k8s/components/monitoring");
  private static final Duration MAX = Duration.ofMinutes(2);

  /** A query, and where it stands. */
  private record Query(String panel, String expression) {}

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void everyQueryHasAValue() throws Exception {
    Promtool.assumeThere("prometheus");
    List<Query> queries = queries();
    assertTrue(queries.size() > 40, queries::toString);
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro");
        CallbackReceiver receiver = new CallbackReceiver();
        AnteroomProcess replica =
            AnteroomProcess.start("dashboard", WholeFlow.environment(servers));
        PrometheusServer prometheus =
            PrometheusServer.start(
                folder, replica.managementUrl("").substring("http://".length()), rules())) {
      WholeFlow flow = new WholeFlow(replica, receiver);
      flow.run(folder);
      // The second one is a rise of what the first one made.
      Awaitility.await()
          .atMost(MAX)
          .until(() -> !prometheus.values("anteroom_callbacks_delay_seconds_count > 0").isEmpty());
      flow.run(folder);
      Map<Query, List<Double>> values = new LinkedHashMap<>();
      Awaitility.await()
          .atMost(MAX)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertEquals(List.of(), missing(prometheus, queries, values)));
      queries.forEach(query -> print(query, values.get(query)));
    }
  }

  /** Asks those that had no value so far, and keeps what they have now: a rate falls back to 0. */
  private static List<Query> missing(
      PrometheusServer prometheus, List<Query> queries, Map<Query, List<Double>> values) {
    for (Query query : queries) {
      if (values.getOrDefault(query, List.of()).isEmpty()) {
        values.put(query, prometheus.values(query.expression()));
      }
    }
    return queries.stream().filter(query -> values.get(query).isEmpty()).toList();
  }

  private static void print(Query query, List<Double> values) {
    double most = values.stream().max(Comparator.naturalOrder()).orElse(Double.NaN);
    System.out.printf(
        "dashboard: %-45s %2d series, at most %10.4g: %s%n",
        query.panel(), values.size(), most, query.expression());
  }

  /** As Grafana would send them; a native executable shows less of its process. */
  private static List<Query> queries() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        String expression =
            target
                .path("expr")
                .asText()
                .replace("$__rate_interval", "30s")
                .replace("$namespace", ".*");
        if (!AnteroomProcess.isNative() || !expression.matches(".*\\b(jvm|process)_.*")) {
          queries.add(new Query(panel.path("title").asText(), expression));
        }
      }
    }
    return queries;
  }

  private static String rules() throws IOException {
    return new ObjectMapper(new YAMLFactory())
        .readTree(FOLDER.resolve("prometheusrule.yaml").toFile())
        .path("spec")
        .toString();
  }
}
