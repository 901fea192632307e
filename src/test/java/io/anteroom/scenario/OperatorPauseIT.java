package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An account that an operator pauses while two replicas are busy with it. */
class OperatorPauseIT {

  private static final int TASKS = 200;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final String TEXT = "{\"text\": \"here\", \"collection_id\": \"c\"}";

  @Test
  void noCallLeavesDuringAPause() {
    try (ScenarioServers servers = new ScenarioServers(slow(), "enterprise")) {
      List<AnteroomProcess> replicas = servers.startReplicas("paused", 2, environment(servers));
      AnteroomProcess one = replicas.get(0);
      ScenarioRequests.acceptTexts(one, TASKS, "before");
      Awaitility.await().atMost(SOON).until(() -> servers.upstream().counters().calls() > 20);
      assertTrue(operator(one, "POST", "/pause").path("paused").asBoolean());
      int calls = servers.upstream().counters().calls();
      assertTrue(ScenarioRequests.count(one, "DONE") < TASKS, "paused too late");
      ScenarioRequests.acceptTexts(replicas.get(1), 50, "after");
      assertSaid(replicas.get(1));
      assertQuiet(servers, calls);
      replicas.forEach(AnteroomProcess::kill);
      try (AnteroomProcess anew = AnteroomProcess.start("anew", environment(servers))) {
        assertTrue(operator(anew, "GET", "").path("paused").asBoolean());
        ScenarioRequests.acceptTexts(anew, 50, "anew");
        assertQuiet(servers, calls);
        operator(anew, "POST", "/resume");
        Awaitility.await()
            .atMost(SOON)
            .until(() -> ScenarioRequests.count(anew, "DONE") == TASKS + 101);
        assertEquals(0, servers.upstream().counters().doubledTaskIds());
      }
    }
  }

  /** The other replica shows the pause too. */
  private static void assertSaid(AnteroomProcess replica) {
    HttpResponse<String> search =
        TestResponses.plain(
            replica, "POST", "/search/text", "{\"query\": \"x\", \"collection_ids\": [\"c\"]}");
    assertEquals(503, search.statusCode(), search.body());
    assertTrue(search.body().contains("/problems/account-paused"), search.body());
    assertTrue(search.headers().firstValueAsLong("Retry-After").orElseThrow() > 0);
    HttpResponse<String> pending =
        TestResponses.plain(replica, "POST", "/index-and-wait", TEXT, "Prefer", "wait=1");
    assertEquals(202, pending.statusCode(), pending.body());
    assertEquals(60, pending.headers().firstValueAsLong("Retry-After").orElseThrow());
    JsonNode quota = ScenarioRequests.get(replica, "/quota");
    assertTrue(quota.path("paused").asBoolean(), quota.toString());
    Awaitility.await()
        .atMost(SOON)
        .until(() -> Metrics.read(replica, "anteroom_account_paused") == 1);
    assertTrue(TestResponses.management(replica, "/q/health/well").body().contains("paused"));
    assertEquals(200, TestResponses.management(replica, "/q/health/ready").statusCode());
  }

  private static void assertQuiet(ScenarioServers servers, int calls) {
    Awaitility.await()
        .during(QUIET)
        .atMost(SOON)
        .untilAsserted(() -> assertEquals(calls, servers.upstream().counters().calls()));
  }

  private static JsonNode operator(AnteroomProcess replica, String method, String call) {
    return ScenarioRequests.read(
        TestResponses.of(
            replica, TestEnvironment.OPERATOR, method, "/accounts/default" + call, null));
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_OPERATOR_KEY",
        TestEnvironment.OPERATOR,
        "ANTEROOM_QUOTA_USE_BY",
        "1s",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS",
        "3000",
        "ANTEROOM_QUOTA_MAX_IN_FLIGHT",
        "10",
        "ANTEROOM_IN_DOUBT_GRACE",
        "1s");
  }

  private static SandboxSettings slow() {
    return SandboxSettings.instant().withLatency("*", LatencySettings.jitter(100, 300));
  }
}
