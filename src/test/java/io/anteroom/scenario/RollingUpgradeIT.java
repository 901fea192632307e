package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas under load are replaced one by one by those of a build with more migrations, and then by
 * those of the old build again, which starts beside the newer schema.
 */
class RollingUpgradeIT {

  private static final long WINDOW_MILLIS = 3000;
  private static final Duration MAX = Duration.ofMinutes(3);
  private static final String MIGRATED =
      "select count(*) from flyway_schema_history where version in ('9001', '9002') and success";
  private static final String NEW_INDEXES =
      "select count(*) from pg_index where indisvalid and indexrelid::regclass::text"
          + " in ('task_note', 'task_label_by_label')";

  @TempDir Path folder;

  @Test
  void anUpgradeFailsNoRequest() throws Exception {
    upgrade(2, 1, 1, 1);
  }

  @Test
  @Tag("scenarios")
  void upgradesAndRollbacksFailNoRequest() throws Exception {
    upgrade(3, 6, 3, 2);
  }

  /**
   * @param count how many replicas there are
   * @param clients how many there are of each kind
   * @param rolledBack how many replicas go back to the old build after each upgrade
   */
  private void upgrade(int count, int clients, int rolledBack, int times) throws Exception {
    assumeFalse(AnteroomProcess.isNative(), "an executable takes no migrations of a test");
    Path next = NextBuild.make(folder, moreMigrations());
    try (ScenarioServers servers = new ScenarioServers(upstream(), "pro")) {
      Map<String, String> environment = environment(servers);
      Supplier<AnteroomProcess> newer =
          () -> AnteroomProcess.startBuild(next, "newer", environment);
      Supplier<AnteroomProcess> older = () -> AnteroomProcess.start("older", environment);
      try (ReadyReplicas replicas =
              new ReadyReplicas(servers.startReplicas("older", count, environment));
          SteadyLoad load = new SteadyLoad(replicas::next, clients)) {
        long start = System.nanoTime();
        int replaced = 0;
        for (int time = 0; time < times; time++) {
          assertEquals(time == 0 ? 0 : 2, servers.number(MIGRATED));
          replaced += replace(replicas, count, newer);
          assertEquals(2, servers.number(MIGRATED));
          assertEquals(2, servers.number(NEW_INDEXES));
          replaced += replace(replicas, rolledBack, older);
        }
        load.stop();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        replicas.awaitStops();
        awaitEnds(servers, load);
        check(servers, load, replaced, took);
      }
    }
  }

  private static int replace(ReadyReplicas replicas, int count, Supplier<AnteroomProcess> by) {
    for (int i = 0; i < count; i++) {
      replicas.replaceOldest(by);
    }
    return count;
  }

  private static void awaitEnds(ScenarioServers servers, SteadyLoad load) {
    Awaitility.await()
        .atMost(MAX)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () ->
                assertEquals(
                    load.accepted().size(),
                    servers.number("select count(*) from task where status = 'DONE'"),
                    servers::tasks));
  }

  private static void check(ScenarioServers servers, SteadyLoad load, int replaced, Duration took) {
    CounterSnapshot seen = servers.upstream().counters();
    int accepted = load.accepted().size();
    System.out.printf(
        "rolling upgrade: %d replicas replaced in %d s under %d requests: %d failed, %d answers"
            + " with 503 and Retry-After; accepted %d, lost %d, doubled %d, %d were in doubt; %d"
            + " answers with 429 of %d calls%n",
        replaced,
        took.toSeconds(),
        load.requests(),
        load.failures().size(),
        load.refusals(),
        accepted,
        accepted - seen.distinctTaskIds(),
        seen.doubledTaskIds(),
        servers.number("select count(distinct task_id) from task_event where phase = 'in_doubt'"),
        seen.refused(),
        seen.calls());
    assertEquals(List.of(), List.copyOf(load.failures()));
    assertTrue(accepted > 0, "no load");
    assertEquals(accepted, servers.number("select count(*) from task"));
    assertEquals(accepted, seen.distinctTaskIds());
    assertEquals(0, seen.doubledTaskIds());
    assertEquals(0, seen.refused());
  }

  private static List<Path> moreMigrations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/upgrade"))) {
      return files.toList();
    }
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_SPOOL_KIND", "database",
        "ANTEROOM_QUOTA_WINDOW", WINDOW_MILLIS + "ms",
        "ANTEROOM_IN_DOUBT_GRACE", "3s",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
        "ANTEROOM_QUOTA_USE_BY", "1s");
  }

  private static SandboxSettings upstream() {
    return SandboxSettings.defaults()
        .withLimits(
            LimitSettings.seed()
                .withMethod(CountingMethod.SLIDING_WINDOW)
                .withWindowMs(WINDOW_MILLIS))
        .withLatency("*", LatencySettings.jitter(5, 50));
  }
}
