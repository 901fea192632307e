package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.Promtool;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.metrics.Metric;
import io.anteroom.metrics.MetricCatalog;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.scenario.ExposedMetrics.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica exposes after some of every kind of work. */
class MetricsIT {

  private static final int MANY = 200;

  /** For who wants to read it. */
  private static final Path TEXT = Path.of("target/exposed-metrics.txt");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-|msg_|\\d{6,}");
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(io|com|org|java|jakarta)\\.[a-z]+\\.|[a-z][A-Z]\\w*(Exception|Impl)\\b");

  @TempDir static Path folder;

  private static ScenarioServers servers;
  private static CallbackReceiver receiver;
  private static AnteroomProcess replica;
  private static List<String> tasks;

  @BeforeAll
  static void start() {
    servers = new ScenarioServers(SandboxSettings.instant(), "pro");
    receiver = new CallbackReceiver();
    replica = AnteroomProcess.start("metrics", WholeFlow.environment(servers));
    tasks = new WholeFlow(replica, receiver).run(folder);
  }

  @AfterAll
  static void stop() {
    replica.close();
    receiver.close();
    servers.close();
  }

  @Test
  void everyMetricOfTheCatalogueIsExposedAndNoOther() {
    ExposedMetrics exposed = exposed();
    Set<String> own = new TreeSet<>(exposed.families());
    own.removeIf(name -> !name.startsWith("anteroom_") || name.endsWith("_seconds_max"));
    assertEquals(
        MetricCatalog.ALL.stream().map(Metric::name).collect(Collectors.toCollection(TreeSet::new)),
        own);
    for (Metric metric : MetricCatalog.ALL) {
      assertEquals(metric.help(), exposed.help(metric.name()));
      assertEquals(metric.kind().name().toLowerCase(Locale.ROOT), exposed.type(metric.name()));
      Set<String> labels = new HashSet<>(metric.labels());
      exposed
          .of(metric.name())
          .map(Sample::labels)
          .forEach(
              seen -> {
                Set<String> names = new HashSet<>(seen.keySet());
                names.remove("le");
                assertEquals(labels, names, metric.name());
              });
    }
  }

  @Test
  void everyMetricHasHelpThoseOfThePlatformToo() {
    ExposedMetrics exposed = exposed();
    assertEquals(
        List.of(),
        exposed.families().stream().filter(name -> exposed.help(name).isEmpty()).toList());
  }

  @Test
  void noLabelHasAnIdAClassOrAnAddress() {
    List<String> values =
        exposed().samples().stream()
            .flatMap(sample -> sample.labels().entrySet().stream())
            .filter(label -> !label.getKey().equals("le") && !label.getKey().equals("version"))
            .map(label -> label.getKey() + "=" + label.getValue())
            .distinct()
            .toList();
    assertEquals(
        List.of(),
        values.stream().filter(v -> ID.matcher(v).find() || CLASS_NAME.matcher(v).find()).toList());
    assertEquals(List.of(), values.stream().filter(v -> v.contains("127.0.0.1")).toList());
    String text = Metrics.plainText(replica);
    tasks.forEach(task -> assertFalse(text.contains(task)));
  }

  @Test
  void pathsAndIdsOfCallersMakeNoSeries() {
    ask(0);
    int before = exposed().samples().size();
    for (int i = 1; i < MANY; i++) {
      ask(i);
    }
    ExposedMetrics after = exposed();
    Set<String> uris =
        after.samples().stream()
            .map(sample -> sample.labels().getOrDefault("uri", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    System.out.printf(
        "metrics: %d series before %d unknown ids and paths, %d after; uri: %s%n",
        before, 4 * (MANY - 1), after.samples().size(), uris);
    assertTrue(after.samples().size() <= before + 5, uris.toString());
    assertTrue(uris.size() < 40, uris.toString());
    assertTrue(uris.contains("/tasks/{id}"), uris.toString());
  }

  @Test
  void valuesOfTheClusterAreThoseOfTheDatabase() {
    ExposedMetrics exposed = exposed();
    assertEquals(0, value(exposed, "anteroom_tasks", "queued"));
    assertEquals(0, value(exposed, "anteroom_tasks", "running"));
    assertEquals(200, value(exposed, "anteroom_quota_limit", "index.text"));
    assertEquals(200, value(exposed, "anteroom_quota_believed", "index.text"));
    assertTrue(value(exposed, "anteroom_quota_used", "index.text") > 0);
    assertTrue(value(exposed, "anteroom_cluster_state_age_seconds", null) < 5);
  }

  @Test
  void promtoolFindsNothingWrong() throws Exception {
    Files.writeString(TEXT, Metrics.plainText(replica));
    Promtool.assumeThere("promtool");
    Promtool.Result checked = Promtool.run(TEXT, "check", "metrics");
    assertEquals(0, checked.code(), checked.output());
    assertEquals("", checked.output());
  }

  private static void ask(int i) {
    for (String path :
        List.of("/tasks/" + UUID.randomUUID(), "/tasks/x" + i, "/nowhere/" + i, "/n" + i + "/a")) {
      int status = TestResponses.plain(replica, "GET", path, null).statusCode();
      assertTrue(status == 404 || status == 400, path + " " + status);
    }
  }

  private static double value(ExposedMetrics exposed, String family, String label) {
    return exposed
        .of(family)
        .filter(sample -> label == null || sample.labels().containsValue(label))
        .mapToDouble(sample -> Double.parseDouble(sample.value()))
        .sum();
  }

  private static ExposedMetrics exposed() {
    return new ExposedMetrics(Metrics.plainText(replica));
  }
}
