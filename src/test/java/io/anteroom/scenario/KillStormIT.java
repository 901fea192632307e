package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.FaultSettings;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three replicas, one of which is killed with -9 whenever all are up. The upstream breaks 4 % of
 * its connections, half of them after the work, and answers 5 % of its calls with 503. No task may
 * be lost or submitted twice.
 */
class KillStormIT {

  private static final int REPLICAS = 3;
  private static final Duration MAX = Duration.ofMinutes(6);

  @Test
  void killsLoseNoTaskAndSubmitNoneTwice() throws Exception {
    storm(240, 2);
  }

  @Test
  @Tag("scenarios")
  void killsWithManyTasksLoseNoneAndSubmitNoneTwice() throws Exception {
    storm(2000, 12);
  }

  private static void storm(int tasks, int leastKills) throws Exception {
    long start = System.nanoTime();
    try (ScenarioServers servers = new ScenarioServers(faultyUpstream(), "enterprise")) {
      Map<String, String> environment =
          servers.environment(
              "ANTEROOM_IN_DOUBT_GRACE", "3s",
              "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms",
              "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
              "ANTEROOM_CLUSTER_LEASE", "3s",
              "ANTEROOM_QUOTA_USE_BY", "1s");
      List<AnteroomProcess> replicas = servers.startReplicas("storm", REPLICAS, environment);
      try (RetryingClient client = new RetryingClient(() -> List.copyOf(replicas))) {
        int kills = 0;
        List<List<String>> waves = waves(tasks, leastKills + 1);
        for (List<String> wave : waves) {
          List<? extends Future<?>> accepts = wave.stream().map(client::accept).toList();
          if (kills < leastKills) {
            int victim = kills++ % REPLICAS;
            killAndReplace(replicas, victim, environment, "storm-" + kills);
          }
          for (Future<?> accept : accepts) {
            accept.get(MAX.toSeconds(), TimeUnit.SECONDS);
          }
        }
        Awaitility.await()
            .atMost(MAX)
            .pollInterval(Duration.ofMillis(250))
            .until(
                () -> servers.number("select count(*) from task where phase = 'ended'") == tasks);
        check(servers, client, tasks, kills, Duration.ofNanos(System.nanoTime() - start));
      } finally {
        replicas.forEach(AnteroomProcess::kill);
      }
    }
  }

  private static void check(
      ScenarioServers servers, RetryingClient client, int tasks, int kills, Duration took) {
    CounterSnapshot seen = servers.upstream().counters();
    int accepted = new HashSet<>(client.accepted().values()).size();
    int done = servers.number("select count(*) from task where status = 'DONE'");
    int doubts =
        servers.number("select count(distinct task_id) from task_event where phase = 'in_doubt'");
    System.out.printf(
        "kill storm: %d kills of -9 over %d s; accepted %d (%d requests repeated), ended %d,"
            + " created upstream %d; %d were in doubt; lost %d, doubled %d%n",
        kills,
        took.toSeconds(),
        accepted,
        client.repeats(),
        done,
        seen.distinctTaskIds(),
        doubts,
        accepted - seen.distinctTaskIds(),
        seen.doubledTaskIds());
    assertEquals(tasks, accepted);
    assertEquals(tasks, done);
    assertEquals(tasks, servers.number("select count(*) from task"));
    assertEquals(tasks, seen.distinctTaskIds());
    assertEquals(0, seen.doubledTaskIds());
    assertTrue(doubts > 0, "the faults of this test did not bite");
  }

  private static void killAndReplace(
      List<AnteroomProcess> replicas, int victim, Map<String, String> environment, String name) {
    replicas.get(victim).kill();
    replicas.set(victim, AnteroomProcess.start(name, environment));
  }

  private static List<List<String>> waves(int tasks, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            wave ->
                IntStream.range(0, tasks)
                    .filter(i -> i % count == wave)
                    .mapToObj(i -> "key-" + i)
                    .toList())
        .toList();
  }

  private static SandboxSettings faultyUpstream() {
    FaultSettings submits = new FaultSettings(0.05, 503, 0.02, 0.02, 0, 0, 0, 0, null, null);
    return SandboxSettings.defaults()
        .withLatency("*", LatencySettings.jitter(5, 150))
        .withFaults("index.text", submits)
        .withFaults("assets.list", FaultSettings.serverErrors(0.05, 503))
        .withFaults("tasks.get", FaultSettings.serverErrors(0.05, 503));
  }
}
