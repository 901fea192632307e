package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 10,000 running tasks, far more than the quota can poll: polling spends its quota, and does not
 * query the store more often.
 */
@Tag("scenarios")
class PollingCostIT {

  private static final int TASKS = 10_000;
  private static final long WINDOW_MILLIS = 6_000;
  private static final int SECONDS = 12;

  /** The tick, the steps of the lane, and for each poll its permit, result and settlement. */
  private static final int MAX_TRANSACTIONS_A_SECOND = 80;

  @ParameterizedTest
  @CsvSource({"1, null", "2, null", "1, 404"})
  void tenThousandRunning(int replicas, String listOff) {
    SandboxSettings settings =
        SandboxSettings.instant()
            .withLimits(LimitSettings.seed().withWindowMs(WINDOW_MILLIS))
            .withStages(Map.of(Modality.TEXT, hours()))
            .merge("{\"visibility\": {\"list_off_status\": %s}}".formatted(listOff));
    try (ScenarioServers servers = new ScenarioServers(settings, "pro");
        AnteroomProcess one = start(servers);
        AnteroomProcess two = replicas == 2 ? start(servers) : null) {
      ScenarioRequests.acceptTexts(one, 1, "cost");
      Awaitility.await()
          .until(() -> servers.number("select count(*) from task where phase = 'running'") == 1);
      servers.execute(MULTIPLY.formatted(TASKS - 1));
      long callsBefore = calls(servers);
      long transactionsBefore = transactions(servers);
      Awaitility.await()
          .atMost(Duration.ofSeconds(5 * SECONDS))
          .pollDelay(Duration.ofSeconds(SECONDS))
          .until(() -> true);
      double calls = (double) (calls(servers) - callsBefore) / SECONDS;
      double transactions = (double) (transactions(servers) - transactionsBefore) / SECONDS;
      System.out.printf(
          "%d running, %d replicas, list %s: %.1f polls and %.1f transactions a second%n",
          TASKS,
          replicas,
          listOff == null || listOff.equals("null") ? "on" : "off",
          calls,
          transactions);
      assertEquals(0, servers.upstream().counters().refused());
      assertTrue(calls > 7, "the quota is 10 a second: " + calls);
      assertTrue(transactions < replicas * MAX_TRANSACTIONS_A_SECOND, "" + transactions);
    }
  }

  private static final String MULTIPLY =
      """
      insert into task (id, client, account, kind, collection_id, request, status, phase, attempt,
                        upstream_task_id, event_no, accepted_at, submitted_at,
                        updated_at)
      select gen_random_uuid(), client, account, kind, collection_id, request, status, phase,
             attempt, upstream_task_id, event_no, accepted_at, submitted_at, updated_at
      from task, generate_series(1, %d)
      """;

  private static AnteroomProcess start(ScenarioServers servers) {
    return AnteroomProcess.start(
        "cost", servers.environment("ANTEROOM_QUOTA_WINDOW", WINDOW_MILLIS + "ms"));
  }

  private static StageTimes hours() {
    return new StageTimes(
        StageTime.NONE, StageTime.NONE, StageTime.NONE, StageTime.between(3_600_000, 7_200_000));
  }

  private static long calls(ScenarioServers servers) {
    var endpoints = servers.upstream().counters().endpoints();
    return endpoints.entrySet().stream()
        .filter(e -> e.getKey().equals("tasks.get") || e.getKey().equals("assets.list"))
        .mapToLong(e -> e.getValue().calls())
        .sum();
  }

  private static int transactions(ScenarioServers servers) {
    return servers.number(
        "select xact_commit::int from pg_stat_database where datname = current_database()");
  }
}
