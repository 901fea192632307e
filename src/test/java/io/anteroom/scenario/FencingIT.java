package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A replica that hangs, and one that stops in an orderly way, while their submits are under way.
 * Lease and takeover are those of a default installation.
 */
class FencingIT {

  private static final int TASKS = 40;
  private static final Duration TAKEOVER = Duration.ofSeconds(15);
  private static final String SUBMITTING = "select count(*) from task where phase = 'submitting'";
  private static final String ENDED = "select count(*) from task where status = 'DONE'";

  @Test
  void whatAHungReplicaHeldIsTakenOverAndItsLateResultsAreRefused() {
    try (ScenarioServers servers = slowSubmits();
        AnteroomProcess hung = AnteroomProcess.start("hung", environment(servers));
        AnteroomProcess other = AnteroomProcess.start("other", withoutEngine(servers))) {
      submitting(servers, hung);
      // A process that is stopped between the check of the use-by and the write, which are in one
      // turn of its
      // event loop, sends late: decision 3. The first calls of a process are slow enough to be hit
      // there.
      Awaitility.await().until(() -> servers.upstream().counters().calls() >= TASKS);
      hung.freeze();
      long frozen = System.nanoTime();
      try (AnteroomProcess heir = AnteroomProcess.start("heir", environment(servers))) {
        Awaitility.await()
            .atMost(TAKEOVER.multipliedBy(2))
            .pollInterval(Duration.ofMillis(50))
            .until(() -> servers.number(SUBMITTING) == 0);
        Duration takeover = Duration.ofNanos(System.nanoTime() - frozen);
        awaitEnd(servers);
        hung.thaw();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> hung.log().contains("goes on under a new id"));
        ScenarioRequests.acceptTexts(hung, 5, "after");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> servers.number(ENDED) == TASKS + 5);
        CounterSnapshot seen = servers.upstream().counters();
        System.out.printf(
            "hung replica: its %d submits were taken over after %d ms; lost %d, doubled %d%n",
            TASKS, takeover.toMillis(), TASKS + 5 - seen.distinctTaskIds(), seen.doubledTaskIds());
        Awaitility.await().until(() -> hung.log().contains("was lost before its end"));
        assertTrue(takeover.compareTo(TAKEOVER) <= 0, takeover.toString());
        assertEquals(TASKS + 5, seen.distinctTaskIds());
        assertEquals(0, seen.doubledTaskIds());
        assertEquals(TASKS + 5, ScenarioRequests.count(other, "DONE"));
      }
    }
  }

  @Test
  void anOrderlyStopFinishesItsSubmitsAndLeavesNothingInDoubt() {
    try (ScenarioServers servers = slowSubmits()) {
      AnteroomProcess stopping = AnteroomProcess.start("stopping", environment(servers));
      submitting(servers, stopping);
      long asked = System.nanoTime();
      stopping.close();
      Duration stop = Duration.ofNanos(System.nanoTime() - asked);
      int left = servers.number(SUBMITTING);
      int doubts = servers.number("select count(*) from task_event where phase = 'in_doubt'");
      System.out.printf(
          "orderly stop: %d ms, %d submits left behind, %d in doubt%n",
          stop.toMillis(), left, doubts);
      assertEquals(0, left);
      assertEquals(0, doubts);
      try (AnteroomProcess next = AnteroomProcess.start("next", environment(servers))) {
        awaitEnd(servers);
        assertEquals(TASKS, ScenarioRequests.count(next, "DONE"));
        assertEquals(0, servers.upstream().counters().doubledTaskIds());
      }
    }
  }

  private static void submitting(ScenarioServers servers, AnteroomProcess replica) {
    ScenarioRequests.acceptTexts(replica, TASKS, "held");
    Awaitility.await().until(() -> servers.number(SUBMITTING) > 0);
  }

  private static void awaitEnd(ScenarioServers servers) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> servers.number(ENDED) == TASKS);
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment("ANTEROOM_IN_DOUBT_GRACE", "5s");
  }

  private static Map<String, String> withoutEngine(ScenarioServers servers) {
    return servers.environment("ANTEROOM_ENGINE_ENABLED", "false");
  }

  /** A submit takes 3 s, so that it is under way when something happens to its replica. */
  private static ScenarioServers slowSubmits() {
    return new ScenarioServers(
        SandboxSettings.instant().withLatency("index.text", LatencySettings.jitter(3000, 3000)),
        "enterprise");
  }
}
