package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * One client of an account has 600 long tasks, or cancels 200 of them, and the upstream has no
 * list. Counts the polls from the end of another client's short task until that end is known.
 */
class PollFairnessIT {

  private static final long WINDOW_MILLIS = 3_000;

  /** The window is a twentieth of a minute, and this is a twentieth of the default. */
  private static final String TARGET = "5ms";

  private static final String CANCEL =
      """
      update task set phase = 'cancelling', cancel_requested = true, event_no = event_no + 1,
        phase_xid = pg_current_xact_id()
      where client = 'alice' and phase = 'running'
      """;

  @Test
  void aShortTaskIsSeenBesideSixHundredLongOnes() {
    assertSeen(
        600,
        40, // 3 to 22 were seen; without turns it would be hundreds
        servers -> {
          long start = polls(servers);
          Awaitility.await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> polls(servers) > start + 60); // the quota is scarce by now
        });
  }

  /** All at once, so that each waits for a permit. */
  @Test
  void aShortTaskIsSeenBesideTwoHundredCancels() {
    assertSeen(200, 60, servers -> servers.execute(CANCEL));
  }

  private static void assertSeen(
      int longTasks, int maxPolls, Consumer<ScenarioServers> disturbance) {
    SandboxSettings settings =
        SandboxSettings.instant()
            .withLimits(LimitSettings.seed().withWindowMs(WINDOW_MILLIS))
            .withStages(Map.of(Modality.TEXT, lasting(3_600_000)))
            .merge("{\"visibility\": {\"list_off_status\": 404}}");
    try (ScenarioServers servers = new ScenarioServers(settings, "pro");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "poll-fairness",
                servers.environment(
                    "ANTEROOM_API_KEYS",
                    "alice:" + TestEnvironment.ALICE + ",bob:" + TestEnvironment.BOB,
                    "ANTEROOM_QUOTA_WINDOW",
                    WINDOW_MILLIS + "ms",
                    "ANTEROOM_POLL_TARGET_STALENESS",
                    TARGET))) {
      ScenarioRequests.acceptTexts(replica, 1, "long");
      Awaitility.await()
          .until(() -> servers.number("select count(*) from task where phase = 'running'") == 1);
      servers.execute(MULTIPLY.formatted(longTasks - 1));
      disturbance.accept(servers);
      servers
          .control()
          .set(
              "{\"stages\": {\"text\": {\"processing\": {\"min_ms\": 1000,"
                  + " \"max_ms\": 1000}}}}");
      String task = ScenarioRequests.acceptTextAs(replica, TestEnvironment.BOB, "short");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> hasEnded(servers, task));
      long before = polls(servers);
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> isTold(servers, task));
      long polls = polls(servers) - before;
      System.out.printf(
          "poll fairness: %d long tasks of another client, told after %d polls%n",
          longTasks, polls);
      assertTrue(polls <= maxPolls, polls + " polls");
    }
  }

  private static final String MULTIPLY =
      """
      insert into task (id, client, account, kind, collection_id, request, status, phase, attempt,
                        upstream_task_id, event_no, accepted_at, submitted_at,
                        updated_at, workload)
      select gen_random_uuid(), client, account, kind, collection_id, request, status, phase,
             attempt, upstream_task_id, event_no, accepted_at, submitted_at,
             updated_at, workload
      from task, generate_series(1, %d)
      """;

  private static boolean hasEnded(ScenarioServers servers, String task) {
    return servers.upstream().completions().stream()
        .anyMatch(c -> c.marker() != null && c.marker().startsWith(task + "."));
  }

  private static boolean isTold(ScenarioServers servers, String task) {
    return servers.number("select count(*) from task where phase = 'ended' and id = '" + task + "'")
        == 1;
  }

  private static StageTimes lasting(long millis) {
    return new StageTimes(
        StageTime.NONE, StageTime.NONE, StageTime.NONE, StageTime.between(millis, millis));
  }

  private static long polls(ScenarioServers servers) {
    var tasks = servers.upstream().counters().endpoints().get("tasks.get");
    return tasks == null ? 0 : tasks.calls();
  }
}
