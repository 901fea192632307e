package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One replica in the mode on-demand: what makes its engine run, and that nothing else does. */
class BetweenRequestsIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String QUEUED_AGAIN =
      "update task set phase = 'queued', status = 'INITIALIZING', ended_at = null";
  private static final String SLOW_SUBMITS =
      "{\"latency\": {\"index.text\": {\"jitter_min_ms\": 3000, \"jitter_max_ms\": 3000}}}";

  /** Without a linger only open requests make the engine run. */
  @Test
  void betweenRequestsNothingRuns() throws Exception {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "between-requests",
                servers.environment(
                    "ANTEROOM_ENGINE_MODE", "on-demand",
                    "ANTEROOM_ENGINE_TICK_KEY", TestEnvironment.TICK,
                    "ANTEROOM_ENGINE_LINGER", "0s",
                    "ANTEROOM_ENGINE_MAX_TICK", "3s",
                    "ANTEROOM_ENGINE_MAX_REQUEST", "3s",
                    "ANTEROOM_CLUSTER_LEASE", OnDemandReplicas.LEASE))) {
      JsonNode idle = ScenarioRequests.read(OnDemandReplicas.tick(replica, "").join());
      assertTrue(idle.path("next_due").isMissingNode(), idle.toString());
      assertTrue(idle.path("complete").asBoolean(), idle.toString());
      ended(replica, "a held wait makes the engine run");
      OnDemandReplicas.awaitRest(servers);
      servers.execute(QUEUED_AGAIN);
      assertRests(servers);
      JsonNode ticked = ScenarioRequests.read(OnDemandReplicas.tick(replica, "?seconds=1").join());
      assertEquals(1, ticked.path("submitted").asInt(), ticked.toString());
      assertEquals(400, OnDemandReplicas.tick(replica, "?seconds=4").join().statusCode());
      assertSubmitUnderWayEndsFirst(servers, replica);
      assertWaitsEndInTime(servers, replica);
    }
  }

  private static void ended(AnteroomProcess replica, String text) {
    JsonNode task =
        ScenarioRequests.postJson(
            replica,
            "/index-and-wait",
            "{\"text\": \"%s\", \"collection_id\": \"c\"}".formatted(text));
    String id = task.path("task_id").asText();
    Awaitility.await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                ScenarioRequests.getAsync(replica, "/tasks/" + id, "Prefer", "wait=3")
                    .join()
                    .body()
                    .contains("\"DONE\""));
  }

  /** The queued task stays queued, no call goes upstream, and the replica has no lease. */
  private static void assertRests(ScenarioServers servers) {
    OnDemandReplicas.awaitRest(servers);
    int calls = servers.upstream().counters().calls();
    Awaitility.await()
        .during(Duration.ofSeconds(3))
        .atMost(SOON)
        .until(
            () ->
                OnDemandReplicas.leases(servers) == 0
                    && servers.number("select count(*) from task where phase = 'queued'") == 1
                    && servers.upstream().counters().calls() == calls);
  }

  /** The time of the tick is over before the upstream has answered. */
  private static void assertSubmitUnderWayEndsFirst(
      ScenarioServers servers, AnteroomProcess replica) {
    servers.control().set(SLOW_SUBMITS);
    servers.execute(QUEUED_AGAIN);
    JsonNode ticked = ScenarioRequests.read(OnDemandReplicas.tick(replica, "?seconds=1").join());
    assertTrue(ticked.path("under_way").asBoolean(), ticked.toString());
    assertEquals(1, OnDemandReplicas.leases(servers));
    Awaitility.await().atMost(SOON).until(() -> OnDemandReplicas.leases(servers) == 0);
    assertEquals(1, servers.number("select count(*) from task where phase = 'running'"));
    assertEquals(0, servers.number("select count(*) from task_event where phase = 'in_doubt'"));
  }

  private static void assertWaitsEndInTime(ScenarioServers servers, AnteroomProcess replica) {
    servers.execute(QUEUED_AGAIN + ", not_before = now() + interval '4 minutes'");
    String task =
        ScenarioRequests.get(replica, "/tasks").path("results").path(0).path("task_id").asText();
    HttpResponse<String> waited =
        ScenarioRequests.getAsync(replica, "/tasks/" + task, "Prefer", "wait=600").join();
    assertEquals("wait=3", waited.headers().firstValue("Preference-Applied").orElse(""));
    assertTrue(waited.headers().firstValueAsLong("Retry-After").orElse(0) <= 3, waited.toString());
    HttpResponse<String> stream =
        ScenarioRequests.getAsync(replica, "/tasks/" + task + "/events").join();
    assertEquals(200, stream.statusCode());
  }

  @Test
  void withoutAKeyThereIsNoTick() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro");
        AnteroomProcess replica = AnteroomProcess.start("no-tick", servers.environment())) {
      HttpResponse<String> answer = OnDemandReplicas.tick(replica, "").join();
      assertEquals(404, answer.statusCode());
      assertTrue(answer.body().contains("No key of the tick is configured."), answer.body());
    }
  }
}
