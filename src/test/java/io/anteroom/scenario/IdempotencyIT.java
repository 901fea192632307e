package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One key, two replicas; and a replica that dies between its commit and its answer. */
class IdempotencyIT {

  private static final int KEYS = 100;

  @Test
  void theSameKeyAtTheSameMomentOnTwoReplicasIsOneTask() throws Exception {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise")) {
      List<AnteroomProcess> replicas =
          servers.startReplicas(
              "idempotency",
              2,
              servers.environment(
                  "ANTEROOM_IN_DOUBT_GRACE", "3s",
                  "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms",
                  "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
                  "ANTEROOM_QUOTA_USE_BY", "1s",
                  "ANTEROOM_CLUSTER_LEASE", "3s"));
      try (RetryingClient one = new RetryingClient(() -> replicas.subList(0, 1));
          RetryingClient other = new RetryingClient(() -> replicas.subList(1, 2))) {
        List<Future<?>> accepts = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
          accepts.add(one.accept("same-" + i));
          accepts.add(other.accept("same-" + i));
        }
        await(accepts);
        assertEquals(one.accepted(), other.accepted());
        assertEquals(KEYS, servers.number("select count(*) from task"));
        killBeforeItAnswers(servers, replicas);
      } finally {
        replicas.forEach(AnteroomProcess::kill);
      }
    }
  }

  private static void killBeforeItAnswers(ScenarioServers servers, List<AnteroomProcess> replicas)
      throws Exception {
    String committed = "select count(*) from idempotency_key where key like 'killed-%'";
    try (RetryingClient client = new RetryingClient(() -> List.copyOf(replicas))) {
      List<Future<?>> accepts = new ArrayList<>();
      for (int i = 0; i < KEYS * 4; i++) {
        accepts.add(client.accept("killed-" + i));
      }
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> servers.number(committed) > KEYS);
      replicas.get(0).kill();
      Map<String, String> answered = new HashMap<>(client.accepted());
      await(accepts);
      answered.forEach((key, task) -> assertEquals(task, client.accepted().get(key)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> ScenarioRequests.count(replicas.get(1), "DONE") == 5 * KEYS);
      System.out.printf(
          "idempotency: %d keys on two replicas at once, %d keys while one was killed (%d requests"
              + " repeated): %d tasks, %d created upstream%n",
          KEYS,
          KEYS * 4,
          client.repeats(),
          servers.number("select count(*) from task"),
          servers.upstream().counters().tasksCreated());
      assertTrue(client.repeats() > 0, "nobody noticed the kill");
      assertEquals(5 * KEYS, servers.number("select count(*) from task"));
      assertEquals(5 * KEYS, servers.upstream().counters().tasksCreated());
    }
  }

  private static void await(List<Future<?>> accepts) throws Exception {
    for (Future<?> accept : accepts) {
      accept.get(60, TimeUnit.SECONDS);
    }
  }
}
