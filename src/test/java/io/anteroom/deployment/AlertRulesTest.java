package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts of {@code k8s/components/monitoring} by what promtool says of them. */
class AlertRulesTest {

  private static final List<Path> TESTS =
      List.of(
          Path.of("src/test/resources/prometheus/objectives.yaml"),
          Path.of("src/test/resources/prometheus/alerts.yaml"));

  private final JsonNode spec =
      Manifests.in("k8s/components/monitoring").only("PrometheusRule", "anteroom").path("spec");

  @TempDir Path folder;

  /** Also where there is no promtool. */
  @Test
  void eachAlertIsShownToFireAndToStaySilent() throws IOException {
    Set<String> alerts = new TreeSet<>();
    spec.findValues("alert").forEach(name -> alerts.add(name.asText()));
    Set<String> fired = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Path tests : TESTS) {
      JsonNode file = Manifests.parse(Files.readString(tests)).objects().get(0);
      for (JsonNode check : file.findValues("alert_rule_test")) {
        Manifests.items(check)
            .forEach(
                expected ->
                    (expected.path("exp_alerts").isEmpty() ? silent : fired)
                        .add(expected.path("alertname").asText()));
      }
    }
    assertEquals(alerts, fired);
    assertEquals(alerts, silent);
  }

  @Test
  void promtoolFindsTheRulesWellFormed() throws Exception {
    Promtool.assumeThere("promtool");
    Promtool.Result checked = Promtool.run(null, "check", "rules", rules().toString());
    assertEquals(0, checked.code(), checked.output());
  }

  @Test
  void eachAlertFiresAndStaysSilent() throws Exception {
    Promtool.assumeThere("promtool");
    rules();
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    for (Path tests : TESTS) {
      command.add(Files.copy(tests, folder.resolve(tests.getFileName())).toString());
    }
    Promtool.Result tested = Promtool.run(null, command.toArray(String[]::new));
    assertEquals(0, tested.code(), tested.output());
    System.out.printf(
        "alerts: %d of %d rules, promtool: %s%n",
        spec.findValues("alert").size(),
        spec.findValues("expr").size(),
        tested.output().strip().replaceAll("\\s+", " "));
  }

  /** As a file of Prometheus's own; JSON is YAML. */
  private Path rules() throws IOException {
    return Files.writeString(folder.resolve("rules.yaml"), spec.toString());
  }
}
