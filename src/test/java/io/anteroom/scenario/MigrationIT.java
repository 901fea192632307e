package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migrations as a step of their own, on the packaged service. */
class MigrationIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String WAITS = "the start waits for `anteroom migrate`: ";

  @AutoClose
  private final ScenarioServers servers =
      ScenarioServers.unmigrated(SandboxSettings.instant(), "pro");

  /** The command has the settings of the database and no others, as the init container has. */
  @Test
  void aSeparateReplicaServesWhenTheCommandHasMigrated() {
    try (AnteroomProcess replica =
        AnteroomProcess.launch(
            "separate", servers.environment("ANTEROOM_DATABASE_MIGRATE", "separate"))) {
      await(() -> replica.log().contains(WAITS + "no migration was ever applied"));
      assertFalse(replica.log().contains("Listening on"), replica.log());
      assertEnd(0, "the schema was migrated", migrate(Map.of()));
      await(() -> replica.log().contains("Listening on: http://"));
      // A second reason where it looked while the command was at work.
      assertTrue(replica.log().split(WAITS, -1).length - 1 <= 2, replica.log());
      assertFalse(replica.log().contains("Migrating"), replica.log());
    }
    assertEnd(0, "nothing to migrate: the schema is up to date", migrate(Map.of()));
    try (AnteroomProcess replica = AnteroomProcess.start("start", servers.environment())) {
      assertFalse(replica.log().contains("org.flywaydb"), "Flyway is not asked: " + replica.log());
    }
  }

  @Test
  void aStopEndsTheWaitForTheCommand() {
    try (AnteroomProcess replica =
        AnteroomProcess.launch(
            "separate-stop", servers.environment("ANTEROOM_DATABASE_MIGRATE", "separate"))) {
      await(() -> replica.log().contains(WAITS));
      replica.stop(Duration.ofSeconds(5));
      assertFalse(replica.log().contains("\tat "), "no stack trace: " + replica.log());
    }
  }

  @Test
  void theCommandFailsWithALineWhereTheDatabaseIsAway() {
    AnteroomProcess command =
        migrate(
            Map.of(
                "DATABASE_URL", "postgresql://127.0.0.1:1/nowhere",
                "ANTEROOM_DATABASE_MIGRATE_WAIT", "2s"));
    assertEnd(1, "DATABASE_URL: PostgreSQL was away for 2 s: ", command);
    assertFalse(command.log().contains("\tat "), command::log);
  }

  @Test
  void anUnknownCommandFailsWithALine() {
    AnteroomProcess command =
        AnteroomProcess.launchCommand("unknown", servers.environment(), "migrat");
    assertEnd(1, "unknown command 'migrat': there is only 'migrate'", command);
    assertFalse(command.log().contains("\tat "), command::log);
  }

  @ParameterizedTest
  @CsvSource({
    "ANTEROOM_DATABASE_MIGRATE, never, anteroom.database.migrate",
    "ANTEROOM_DATABASE_MIGRATE_WAIT, 2h, anteroom.database.migrate-wait: must be from 1s to 1h",
  })
  void aWrongSettingStopsTheStartWithALine(String key, String value, String line) {
    AnteroomProcess replica = AnteroomProcess.launch("wrong", servers.environment(key, value));
    replica.awaitExit(SOON);
    assertEquals(1, replica.log().lines().filter(l -> l.contains(line)).count(), replica.log());
    assertFalse(replica.log().contains("\tat "), replica.log());
  }

  private AnteroomProcess migrate(Map<String, String> more) {
    Map<String, String> environment = servers.environment();
    environment.keySet().removeIf(name -> !name.startsWith("DATABASE_"));
    environment.putAll(more);
    return AnteroomProcess.launchCommand("migrate", environment, "migrate");
  }

  /** It ends with this code, and says this in one line. */
  private static void assertEnd(int code, String line, AnteroomProcess command) {
    int exit = command.awaitExit(SOON);
    assertEquals(1, command.log().lines().filter(l -> l.contains(line)).count(), command.log());
    assertEquals(code, exit, command.log());
    assertTrue(!command.log().contains("Listening on"), command.log());
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(condition);
  }
}
