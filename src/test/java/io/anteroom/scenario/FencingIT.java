package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica that hangs, and one that stops gracefully, while their submits are under way. */
class FencingIT {

  private static final int TASKS = 40;

  /** Time for a tick and the work itself, beyond the lease. */
  private static final Duration REST = Duration.ofSeconds(5);

  private static final Duration SHORT_LEASE = Duration.ofSeconds(4);
  private static final Duration LEASE_AS_DEPLOYED = Duration.ofSeconds(10);
  private static final String SUBMITTING = "select count(*) from task where phase = 'submitting'";
  private static final String ENDED = "select count(*) from task where status = 'DONE'";

  @Test
  void aHungReplicaIsTakenOverAndItsLateResultsAreRefused() {
    takeOver(SHORT_LEASE, "2s");
  }

  @Test
  @Tag("scenarios")
  void aHungReplicaIsTakenOverWithTheDefaultLease() {
    takeOver(LEASE_AS_DEPLOYED, "5s");
  }

  private static void takeOver(Duration lease, String useBy) {
    try (ScenarioServers servers = slowSubmits();
        AnteroomProcess hung = AnteroomProcess.start("hung", environment(servers, lease, useBy))) {
      submitting(servers, hung);
      // A process that is stopped between the check of the use-by and the write, which are in one
      // turn of its event loop, sends late: decision 3. So all must have arrived before.
      Awaitility.await().until(() -> servers.upstream().counters().calls() >= TASKS);
      hung.freeze();
      long frozen = System.nanoTime();
      try (AnteroomProcess heir =
          AnteroomProcess.start("heir", environment(servers, lease, useBy))) {
        Duration start = Duration.ofNanos(System.nanoTime() - frozen);
        Awaitility.await()
            .atMost(lease.multipliedBy(2).plus(REST.multipliedBy(6)))
            .pollInterval(Duration.ofMillis(50))
            .until(() -> servers.number(SUBMITTING) == 0);
        Duration takeover = Duration.ofNanos(System.nanoTime() - frozen);
        awaitEnd(servers);
        hung.thaw();
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
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
        Duration max = lease.plus(REST.compareTo(start) > 0 ? REST : start);
        assertTrue(takeover.compareTo(max) <= 0, takeover.toString());
        assertEquals(TASKS + 5, seen.distinctTaskIds());
        assertEquals(0, seen.doubledTaskIds());
        assertEquals(TASKS + 5, ScenarioRequests.count(heir, "DONE"));
      }
    }
  }

  @Test
  void aGracefulStopFinishesItsSubmits() {
    try (ScenarioServers servers = slowSubmits()) {
      AnteroomProcess stopping =
          AnteroomProcess.start("stopping", environment(servers, SHORT_LEASE, "2s"));
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
      try (AnteroomProcess next =
          AnteroomProcess.start("next", environment(servers, SHORT_LEASE, "2s"))) {
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

  private static Map<String, String> environment(
      ScenarioServers servers, Duration lease, String useBy) {
    return servers.environment(
        "ANTEROOM_IN_DOUBT_GRACE",
        "5s",
        "ANTEROOM_CLUSTER_LEASE",
        lease.toMillis() + "ms",
        "ANTEROOM_QUOTA_USE_BY",
        useBy);
  }

  /**
   * A submit arrives at once and takes 3 s, so that it is under way when something happens to its
   * replica.
   */
  private static ScenarioServers slowSubmits() {
    return new ScenarioServers(
        SandboxSettings.instant()
            .withLatency("index.text", new LatencySettings(0, 0, 1, 3000, 3000)),
        "enterprise");
  }
}
