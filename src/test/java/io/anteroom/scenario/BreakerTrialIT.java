package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * An operator has a circuit breaker tried before its time, at a replica that does not have it. It
 * would stay open for an hour.
 */
class BreakerTrialIT {

  private static final String SEARCH = "{\"query\": \"x\", \"collection_ids\": [\"c\"]}";
  private static final String TRY = "/accounts/default/breakers/try";

  @Test
  void aTrialReachesTheReplicaWithTheOpenBreaker() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise")) {
      List<AnteroomProcess> replicas = servers.startReplicas("tried", 2, environment(servers));
      try (AnteroomProcess one = replicas.get(0);
          AnteroomProcess other = replicas.get(1)) {
        servers.control().answer("search.text", 500);
        Awaitility.await().until(() -> "circuit-open".equals(searched(one)));
        seen(other, 1);
        aTrialThatFailsLeavesItOpen(servers, one, other);
        servers.control().heal("search.text");
        assertEquals("circuit-open", searched(one));
        tryNow(other, "?class=search.text&reason=it%20is%20back");
        Awaitility.await().until(() -> "done".equals(searched(one)));
        seen(other, 0);
        submitsGoOnToo(servers, one, other);
      }
    }
  }

  private static void aTrialThatFailsLeavesItOpen(
      ScenarioServers servers, AnteroomProcess one, AnteroomProcess other) {
    int calls = servers.control().calls("search.text");
    tryNow(other, "?class=search.text");
    Awaitility.await()
        .until(
            () -> {
              searched(one);
              return servers.control().calls("search.text") > calls;
            });
    assertEquals("circuit-open", searched(one));
    assertEquals(calls + 1, servers.control().calls("search.text"), "one call is the trial");
    seen(other, 1);
  }

  /** Those of the engine wait for nobody: the trial itself wakes them. */
  private static void submitsGoOnToo(
      ScenarioServers servers, AnteroomProcess one, AnteroomProcess other) {
    servers.control().answer("index.text", 500);
    // Open is what has stopped a call, and the first ones may all have left before.
    Awaitility.await()
        .until(
            () -> {
              ScenarioRequests.acceptTexts(one, 5, "broken");
              return open(other, "engine") > 0;
            });
    servers.control().heal("index.text");
    tryNow(one, "");
    // The other replica may submit all that there is, so that the trial has no task to try.
    Awaitility.await()
        .until(
            () -> {
              ScenarioRequests.acceptTexts(one, 5, "more");
              return open(other, "engine") == 0;
            });
    Awaitility.await().until(() -> ScenarioRequests.count(one, "DONE") >= 5);
    JsonNode log = read(other, "/audit?page_size=10").path("results");
    assertEquals("breaker.try", log.path(0).path("action").asText(), log.toString());
    assertEquals("default", log.path(0).path("account").asText(), log.toString());
  }

  private static void seen(AnteroomProcess replica, int breakers) {
    Awaitility.await().until(() -> open(replica, "clients") == breakers);
  }

  private static int open(AnteroomProcess replica, String calls) {
    int open = 0;
    for (JsonNode one : read(replica, "/replicas").path("replicas")) {
      for (JsonNode breaker : one.path("breakers")) {
        open += calls.equals(breaker.path("calls").asText()) ? 1 : 0;
      }
    }
    return open;
  }

  private static String searched(AnteroomProcess replica) {
    HttpResponse<String> answer =
        TestResponses.plain(replica, "POST", "/search/text", SEARCH, "Cache-Control", "no-cache");
    return answer.statusCode() == 200
        ? "done"
        : answer.body().contains("Too many such calls") ? "circuit-open" : answer.body();
  }

  private static void tryNow(AnteroomProcess replica, String query) {
    HttpResponse<String> answer =
        TestResponses.of(replica, TestEnvironment.OPERATOR, "POST", TRY + query, null);
    assertEquals(202, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("search.text"), answer.body());
  }

  private static JsonNode read(AnteroomProcess replica, String path) {
    return ScenarioRequests.read(
        TestResponses.of(replica, TestEnvironment.OPERATOR, "GET", path, null));
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_OPERATOR_KEY",
        TestEnvironment.OPERATOR,
        "ANTEROOM_UPSTREAM_BREAKER_VOLUME",
        "4",
        "ANTEROOM_UPSTREAM_BREAKER_DELAY",
        "1h");
  }
}
