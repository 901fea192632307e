package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.UpstreamSettings;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 700 text tasks on the Pro plan, 200 a window, over a window that is compressed in the stand-in
 * and in the ledger alike, with 5 to 50 ms of jitter in every answer.
 */
class QuotaIT {

  private static final int TASKS = 700;
  private static final long WINDOW_MILLIS = 3000;
  private static final Duration MOST = Duration.ofMinutes(2);

  @ParameterizedTest
  @EnumSource(CountingMethod.class)
  void withTheLedgerTheUpstreamNeverSays429(CountingMethod method) {
    CounterSnapshot seen = run(method, true);
    System.out.printf(
        "quota, %s: %d tasks, %d calls, %d answers with 429%n",
        method, seen.tasksCreated(), seen.calls(), seen.refused());
    assertEquals(0, seen.refused());
    assertEquals(TASKS, seen.tasksCreated());
    assertEquals(TASKS, seen.distinctTaskIds());
  }

  @Test
  void withoutTheLedgerItDoes() {
    CounterSnapshot seen = run(CountingMethod.SLIDING_WINDOW, false);
    System.out.printf("quota, ledger switched off: %d answers with 429%n", seen.refused());
    assertTrue(seen.refused() > 0, "the test would not see a broken ledger");
    assertEquals(TASKS, seen.distinctTaskIds());
  }

  private static CounterSnapshot run(CountingMethod method, boolean ledger) {
    UpstreamSettings settings =
        UpstreamSettings.instant()
            .withLimits(LimitSettings.seed().withMethod(method).withWindowMs(WINDOW_MILLIS))
            .withLatency("*", LatencySettings.jitter(5, 50));
    try (ScenarioServers servers = new ScenarioServers(settings, "pro");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "quota",
                servers.environment(
                    "ANTEROOM_QUOTA_WINDOW",
                    WINDOW_MILLIS + "ms",
                    "ANTEROOM_QUOTA_ENABLED",
                    Boolean.toString(ledger)))) {
      Requests.acceptTexts(replica, TASKS, "quota");
      Awaitility.await()
          .atMost(MOST)
          .pollInterval(Duration.ofMillis(250))
          .until(() -> Requests.count(replica, "DONE") == TASKS);
      return servers.upstream().counters();
    }
  }
}
