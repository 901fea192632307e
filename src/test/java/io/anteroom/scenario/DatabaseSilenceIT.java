package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SilentProxy;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL falls silent, as a lost node behind a virtual address does: connections stay open and
 * nothing comes back on them. The replica recovers soon by itself.
 */
class DatabaseSilenceIT {

  private static final int TASKS = 60;
  private static final String DONE = "select count(*) from task where status = 'DONE'";
  private static final String INDEX = "{\"text\": \"here\", \"collection_id\": \"after\"}";

  private static final String[] SHORT = {
    "ANTEROOM_DATABASE_RESPONSE_TIMEOUT", "3s",
    "ANTEROOM_CLUSTER_LEASE", "4s",
    "ANTEROOM_QUOTA_USE_BY", "1s",
    "ANTEROOM_IN_DOUBT_GRACE", "3s",
    "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms",
    "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000"
  };

  @Test
  void recoversFromEachKindOfSilence() throws Exception {
    withReplica(
        SHORT,
        (servers, proxy, replica) -> {
          proxy.silenceOpen();
          tell("open connections silent", awaitWork(replica), Duration.ofSeconds(15));

          proxy.answersNew(false);
          proxy.silenceOpen();
          awaitHealth(replica, "/q/health/ready", 503);
          assertEquals(200, health(replica, "/q/health/live"));
          proxy.answersNew(true);
          tell("accepted, never answered", awaitWork(replica), Duration.ofSeconds(15));
          awaitHealth(replica, "/q/health/ready", 200);

          proxy.silenceAt("COMMIT", true);
          ScenarioRequests.acceptTexts(replica, TASKS, "commit");
          Awaitility.await().until(proxy::hasSilenced);
          tell("a COMMIT without an answer", awaitWork(replica), Duration.ofSeconds(15));
          allDoneOnce(servers);
        });
  }

  /** With the timeouts of a deployment; if the silence lasts, the liveness probe fails. */
  @Test
  @Tag("scenarios")
  void recoversWithinHalfAMinuteAsDeployed() throws Exception {
    withReplica(
        new String[] {"ANTEROOM_IN_DOUBT_GRACE", "10s"},
        (servers, proxy, replica) -> {
          ScenarioRequests.acceptTexts(replica, TASKS, "before");
          proxy.silenceOpen();
          tell("as deployed", awaitWork(replica), Duration.ofSeconds(30));
          allDoneOnce(servers);
          proxy.answersNew(false);
          proxy.silenceOpen();
          awaitHealth(replica, "/q/health/live", 503);
        });
  }

  private interface Story {
    void tell(ScenarioServers servers, SilentProxy proxy, AnteroomProcess replica) throws Exception;
  }

  private static void withReplica(String[] settings, Story story) throws Exception {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise")) {
      Map<String, String> environment = servers.environment(settings);
      URI database = URI.create(environment.get("DATABASE_URL"));
      try (SilentProxy proxy = new SilentProxy(database.getPort())) {
        environment.put(
            "DATABASE_URL", "postgresql://127.0.0.1:" + proxy.port() + database.getPath());
        try (AnteroomProcess replica = AnteroomProcess.start("silence", environment)) {
          ScenarioRequests.acceptTexts(replica, TASKS, "first");
          story.tell(servers, proxy, replica);
          proxy.answersNew(true);
        }
      }
    }
  }

  /** Waits until a task is DONE, and returns how long that took. */
  private static Duration awaitWork(AnteroomProcess replica) {
    long since = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              HttpResponse<String> answer =
                  ScenarioRequests.postAsync(replica, "/index-and-wait", INDEX, "Prefer", "wait=2")
                      .join();
              return answer.statusCode() == 200;
            });
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private static void tell(String what, Duration away, Duration max) {
    System.out.printf("silent store: %s: back at work after %d ms%n", what, away.toMillis());
    assertTrue(away.compareTo(max) < 0, what + ": away for " + away);
  }

  private static void allDoneOnce(ScenarioServers servers) {
    int accepted = servers.number("select count(*) from task");
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertEquals(accepted, servers.number(DONE), servers::tasks));
    CounterSnapshot seen = servers.upstream().counters();
    assertEquals(accepted, seen.distinctTaskIds());
    assertEquals(0, seen.doubledTaskIds());
  }

  private static void awaitHealth(AnteroomProcess replica, String path, int status) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> health(replica, path) == status);
  }

  private static int health(AnteroomProcess replica, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(replica.managementUrl(path))).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
