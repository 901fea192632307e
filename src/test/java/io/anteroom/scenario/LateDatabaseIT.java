package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A replica starts before its database does. */
class LateDatabaseIT {

  private static final String WAITS = "the start waits for Postgres";

  @Test
  void itStartsSoonAfterTheDatabase() {
    try (ScenarioServers servers = ScenarioServers.alone(SandboxSettings.instant(), "pro")) {
      servers.servers().postgres().crash();
      try (AnteroomProcess replica = AnteroomProcess.launch("late", servers.environment())) {
        await(Duration.ofSeconds(60), () -> replica.log().split(WAITS, -1).length > 5);
        servers.servers().postgres().startAgain();
        await(Duration.ofSeconds(10), () -> replica.log().contains("Listening on: http://"));
      }
    }
  }

  @Test
  void aStopEndsTheWait() {
    try (ScenarioServers servers = ScenarioServers.alone(SandboxSettings.instant(), "pro")) {
      servers.servers().postgres().crash();
      try (AnteroomProcess replica = AnteroomProcess.launch("late-stop", servers.environment())) {
        await(Duration.ofSeconds(60), () -> replica.log().contains(WAITS));
        replica.stop(Duration.ofSeconds(5));
        assertTrue(replica.log().contains("anteroom stopped"), replica::log);
        assertFalse(replica.log().contains("\tat "), "no stack trace: " + replica.log());
      } finally {
        servers.servers().postgres().startAgain();
      }
    }
  }

  private static void await(Duration most, Callable<Boolean> condition) {
    Awaitility.await().atMost(most).pollInterval(Duration.ofMillis(100)).until(condition);
  }
}
