package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.sandbox.upstream.settings.UpstreamSettings;
import org.junit.jupiter.api.Test;

/** A request waits on one replica, another one does the work. */
class TwoReplicasIT {

  private static final String NOBODY = "redis://127.0.0.1:1";

  @Test
  void aHintWakesTheWaitingReplica() {
    waitOnOneWorkOnTheOther("hints", null);
  }

  @Test
  void withoutRedisTheTickFindsIt() {
    waitOnOneWorkOnTheOther("no-redis", NOBODY);
  }

  private static void waitOnOneWorkOnTheOther(String name, String redis) {
    try (ScenarioServers servers = new ScenarioServers(UpstreamSettings.instant(), "pro")) {
      String url = redis == null ? servers.environment().get("REDIS_URL") : redis;
      try (AnteroomProcess waiting =
              AnteroomProcess.start(
                  name + "-waits",
                  servers.environment("REDIS_URL", url, "ANTEROOM_ENGINE_ENABLED", "false"));
          AnteroomProcess working =
              AnteroomProcess.start(name + "-works", servers.environment("REDIS_URL", url))) {
        for (int i = 0; i < 5; i++) {
          JsonNode ended =
              Requests.postJson(
                  waiting, "/index-and-wait", "{\"text\": \"here\", \"collection_id\": \"c\"}");
          assertEquals("DONE", ended.path("status").asText(), ended.toString());
        }
        assertEquals(5, Requests.count(working, "DONE"));
      }
    }
  }
}
