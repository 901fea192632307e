package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL comes back with older data, as after a failover to a server that lagged, so that marks
 * of recent submits are lost. Nothing is submitted twice, and no call exceeds the quota.
 */
class LostCommitIT {

  private static final int TASKS = 90;
  private static final long WINDOW_MILLIS = 3000;
  private static final String SUBMITTED =
      "select count(*) from task where submitted_at is not null";
  private static final String DONE = "select count(*) from task where status = 'DONE'";

  @Test
  void nothingThatWasSubmittedInTheLostHistoryIsSubmittedAgain() {
    SandboxSettings settings =
        SandboxSettings.instant()
            .withLimits(
                LimitSettings.seed()
                    .withMethod(CountingMethod.SLIDING_WINDOW)
                    .withWindowMs(WINDOW_MILLIS));
    try (ScenarioServers servers = ScenarioServers.alone(settings, "pro");
        AnteroomProcess door = AnteroomProcess.start("lost-door", environment(servers, "false"))) {
      ScenarioRequests.acceptTexts(door, TASKS, "lost");
      servers.servers().postgres().crashAndCopy();
      servers.servers().postgres().startAgain();
      try (AnteroomProcess replica =
          AnteroomProcess.start("lost-works", environment(servers, "true"))) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> servers.number(SUBMITTED) >= TASKS / 3);
        servers.servers().postgres().crashAndLose();
        servers.servers().postgres().startAgain();
        int before = servers.upstream().counters().distinctTaskIds();
        assertTrue(servers.number(SUBMITTED) < TASKS / 3, "the store knows nothing of them");
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(250))
            .untilAsserted(() -> assertEquals(TASKS, servers.number(DONE), servers::tasks));
        CounterSnapshot seen = servers.upstream().counters();
        System.out.printf(
            "lost commits: %d of %d tasks were submitted in the lost history; in the end %d"
                + " upstream, doubled %d, %d answers with 429%n",
            before, TASKS, seen.distinctTaskIds(), seen.doubledTaskIds(), seen.refused());
        assertEquals(TASKS, seen.distinctTaskIds());
        assertEquals(0, seen.doubledTaskIds());
        assertEquals(0, seen.refused());
      }
    }
  }

  private static Map<String, String> environment(ScenarioServers servers, String engine) {
    return servers.environment(
        "ANTEROOM_CLUSTER_WORK", engine,
        "ANTEROOM_QUOTA_WINDOW", WINDOW_MILLIS + "ms",
        "ANTEROOM_IN_DOUBT_GRACE", "1s",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
        "ANTEROOM_QUOTA_USE_BY", "1s");
  }
}
