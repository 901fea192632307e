package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.contract.ContractCheck;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL crashes twice under load, on the Pro plan with a shortened window. No call leaves
 * without a permit, nothing accepted is lost, and the work resumes by itself.
 */
class DatabaseOutageIT {

  private static final int TASKS = 500;
  private static final long WINDOW_MILLIS = 3000;
  private static final String SUBMITTED =
      "select count(*) from task where submitted_at is not null";

  private static final int CRASHES = 2;
  private static final String WAITING = "{\"text\": \"here\", \"collection_id\": \"waiting\"}";
  private static final String REFUSED = "{\"text\": \"away\", \"collection_id\": \"refused\"}";
  private static final String WAIT = "select count(*) from task where collection_id = 'waiting'";

  @Test
  void workResumesAfterEachCrash() throws Exception {
    SandboxSettings settings =
        SandboxSettings.instant()
            .withLimits(
                LimitSettings.seed()
                    .withMethod(CountingMethod.SLIDING_WINDOW)
                    .withWindowMs(WINDOW_MILLIS))
            .withLatency("*", LatencySettings.jitter(5, 50));
    try (ScenarioServers servers = ScenarioServers.alone(settings, "pro")) {
      List<AnteroomProcess> replicas = servers.startReplicas("outage", 2, environment(servers));
      try (RetryingClient client = new RetryingClient(() -> replicas)) {
        List<? extends Future<?>> accepts =
            IntStream.range(0, TASKS).mapToObj(i -> client.accept("key-" + i)).toList();
        for (int crash = 1; crash <= CRASHES; crash++) {
          int share = crash * TASKS / 4;
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> servers.number(SUBMITTED) >= share);
          crash(servers, replicas.get(0), crash);
        }
        for (Future<?> accept : accepts) {
          accept.get(120, TimeUnit.SECONDS);
        }
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(250))
            .untilAsserted(
                () ->
                    assertEquals(
                        TASKS + CRASHES,
                        servers.number("select count(*) from task where status = 'DONE'"),
                        servers::tasks));
        check(servers, client);
      } finally {
        replicas.forEach(AnteroomProcess::close);
      }
    }
  }

  /**
   * Once the use-by of the last permits has passed, nothing leaves any more. A caller whose wait
   * runs out meanwhile hears that its task is accepted. An accept is refused until PostgreSQL is
   * back.
   */
  private static void crash(ScenarioServers servers, AnteroomProcess replica, int crash)
      throws IOException {
    CompletableFuture<HttpResponse<String>> waiting =
        ScenarioRequests.postAsync(replica, "/index-and-wait", WAITING, "Prefer", "wait=1");
    Awaitility.await().until(() -> servers.number(WAIT) == crash);
    servers.servers().postgres().crash();
    pass(Duration.ofMillis(1500));
    int before = servers.upstream().counters().calls();
    pass(Duration.ofSeconds(1));
    int after = servers.upstream().counters().calls();
    System.out.printf("store outage: %d calls in a second without PostgreSQL%n", after - before);
    assertEquals(before, after, "a call without a permit");
    HttpResponse<String> refused =
        ScenarioRequests.postAsync(replica, "/index/text", REFUSED).join();
    assertEquals(503, refused.statusCode(), refused.body());
    assertTrue(refused.headers().firstValue("Retry-After").isPresent(), refused.body());
    HttpResponse<String> answer = waiting.join();
    assertEquals(202, answer.statusCode(), answer.body());
    assertTrue(answer.headers().firstValue("Location").isPresent(), answer.body());
    JsonNode task = new ObjectMapper().readTree(answer.body());
    assertEquals(List.of(), ContractCheck.ofDocument().violations("Task", task), answer.body());
    servers.servers().postgres().startAgain();
  }

  private static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Awaitility.await().until(() -> System.nanoTime() > until);
  }

  private static void check(ScenarioServers servers, RetryingClient client) {
    CounterSnapshot seen = servers.upstream().counters();
    int accepted = new HashSet<>(client.accepted().values()).size();
    System.out.printf(
        "store outage: accepted %d (%d requests repeated), created upstream %d, doubled %d,"
            + " %d answers with 429 of %d calls%n",
        accepted,
        client.repeats(),
        seen.distinctTaskIds(),
        seen.doubledTaskIds(),
        seen.refused(),
        seen.calls());
    assertEquals(TASKS, accepted);
    assertEquals(TASKS + CRASHES, servers.number("select count(*) from task"));
    assertEquals(TASKS + CRASHES, seen.distinctTaskIds());
    assertEquals(0, seen.doubledTaskIds());
    assertEquals(0, seen.refused());
    assertTrue(Set.of(503).containsAll(client.refusals()), () -> "refused: " + client.refusals());
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_QUOTA_WINDOW", WINDOW_MILLIS + "ms",
        "ANTEROOM_IN_DOUBT_GRACE", "3s",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
        "ANTEROOM_QUOTA_USE_BY", "1s");
  }
}
