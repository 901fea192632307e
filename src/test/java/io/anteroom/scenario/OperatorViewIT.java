package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an operator sees of two replicas, at either of them. */
class OperatorViewIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void eachReplicaShowsWhatTheOtherDoesAndWhyTasksWait() {
    try (ScenarioServers servers = new ScenarioServers(slow(), "enterprise")) {
      List<AnteroomProcess> replicas = servers.startReplicas("seen", 2, environment(servers));
      try (AnteroomProcess one = replicas.get(0);
          AnteroomProcess other = replicas.get(1)) {
        eachKnowsTheOther(one, other);
        aStopIsSeen(one, other);
        aRefusedKeyIsSeen(servers, one);
      }
    }
  }

  private static void eachKnowsTheOther(AnteroomProcess one, AnteroomProcess other) {
    String id = of(one, true).path("id").asText();
    Awaitility.await().atMost(SOON).until(() -> id.equals(of(other, false).path("id").asText()));
    assertTrue(of(other, false).path("works").asBoolean());
    assertEquals(1, of(one, true).path("polls").size() + of(one, false).path("polls").size());
  }

  private static void aStopIsSeen(AnteroomProcess one, AnteroomProcess other) {
    // Either replica may take them all.
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              ScenarioRequests.acceptTexts(other, 20, "c");
              return submits(one, false) > 0;
            });
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> other.stop(SOON));
    Awaitility.await()
        .pollInterval(Duration.ofMillis(100))
        .atMost(SOON)
        .until(() -> of(one, false).path("draining").asBoolean());
    stopped.join();
    Awaitility.await().atMost(SOON).until(() -> !of(one, false).path("alive").asBoolean());
  }

  private static void aRefusedKeyIsSeen(ScenarioServers servers, AnteroomProcess one) {
    servers.control().answer("index.text", 401);
    servers.control().answer("tasks.get", 401);
    ScenarioRequests.acceptTexts(one, 3, "refused");
    Awaitility.await().atMost(SOON).until(() -> "key-refused".equals(reason(one)));
    JsonNode waits = newest(one).path("waits");
    assertTrue(waits.has("until"), waits.toString());
    assertTrue(waits.path("position").asInt() > 0, waits.toString());
  }

  private static int submits(AnteroomProcess replica, boolean self) {
    return of(replica, self).path("under_way").path("submits").asInt();
  }

  private static String reason(AnteroomProcess replica) {
    return newest(replica).path("waits").path("reason").asText();
  }

  private static JsonNode newest(AnteroomProcess replica) {
    return read(replica, "/tasks?client=alice&page_size=1").path("results").path(0);
  }

  /** The replica that answers, or the other one. */
  private static JsonNode of(AnteroomProcess replica, boolean self) {
    for (JsonNode seen : read(replica, "/replicas").path("replicas")) {
      if (seen.path("self").asBoolean() == self) {
        return seen;
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode read(AnteroomProcess replica, String path) {
    return ScenarioRequests.read(
        TestResponses.of(replica, TestEnvironment.READER, "GET", path, null));
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment("ANTEROOM_OPERATOR_READ_KEY", TestEnvironment.READER);
  }

  private static SandboxSettings slow() {
    return SandboxSettings.instant().withLatency("index.text", LatencySettings.jitter(3000, 3500));
  }
}
