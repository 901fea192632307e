package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.TransactionPooler;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A pooler in transaction mode between Anteroom and PostgreSQL stops the start before a migration.
 */
class TransactionPoolerIT {

  @Test
  void theStartStopsWithOneLineThatNamesTheChange() {
    try (ScenarioServers servers =
        ScenarioServers.unmigrated(SandboxSettings.instant(), "enterprise")) {
      Map<String, String> environment = servers.environment();
      URI database = URI.create(environment.get("DATABASE_URL"));
      try (TransactionPooler pooler = new TransactionPooler(database.getPort())) {
        environment.put(
            "DATABASE_URL", "postgresql://127.0.0.1:" + pooler.port() + database.getPath());
        AnteroomProcess replica = AnteroomProcess.launch("pooler", environment);
        try {
          assertNotEquals(0, replica.awaitExit(Duration.ofSeconds(90)), replica::log);
          assertEquals(
              1,
              replica.log().split("DATABASE_URL: leads to a pooler", -1).length - 1,
              replica::log);
          assertEquals(
              0, servers.number("select count(*) from pg_tables where tablename = 'task'"));
        } finally {
          replica.kill();
        }
      }
    }
  }
}
