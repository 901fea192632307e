package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.TestAuthority;
import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL that takes TLS only, with a certificate of a private CA. Each replica is the first
 * on an empty database, so that both drivers connect.
 */
class DatabaseTlsIT {

  private static final Duration START = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private static TestAuthority authority;
  private static EmbeddedServers postgres;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.in(folder.resolve("private"));
    postgres = ScenarioServers.durable(authority.postgres("ip:127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void aTextIsDoneWithTheCaThatTheUrlNames() {
    try (ScenarioServers servers = servers();
        AnteroomProcess replica =
            AnteroomProcess.start(
                "tls",
                environment(servers, "?sslmode=verify-full&sslrootcert=" + authority.file()))) {
      List<String> tasks = ScenarioRequests.acceptTexts(replica, 1, "c");
      ScenarioRequests.awaitAll(replica, "status", "DONE", tasks);
    }
  }

  @Test
  void anotherCaStopsTheStart() throws Exception {
    Path other = TestAuthority.in(folder.resolve("other")).file();
    assertStops(
        "?sslmode=verify-full&sslrootcert=" + other,
        "DATABASE_URL: the certificate of PostgreSQL is not trusted: PKIX path");
  }

  @Test
  void clearTextThatTheServerRefusesStopsTheStart() {
    assertStops("", "DATABASE_URL: PostgreSQL refuses: FATAL: no pg_hba.conf entry");
  }

  private static void assertStops(String parameters, String line) {
    try (ScenarioServers servers = servers()) {
      AnteroomProcess replica = AnteroomProcess.launch("tls", environment(servers, parameters));
      try {
        assertNotEquals(0, replica.awaitExit(START), replica::log);
        assertEquals(
            1, replica.log().lines().filter(l -> l.startsWith(line)).count(), replica::log);
        assertEquals(0, replica.log().lines().filter(l -> l.startsWith("\tat ")).count());
      } finally {
        replica.kill();
      }
    }
  }

  private static ScenarioServers servers() {
    return ScenarioServers.on(postgres, SandboxSettings.instant(), "pro");
  }

  private static Map<String, String> environment(ScenarioServers servers, String parameters) {
    Map<String, String> environment = servers.environment();
    return servers.environment("DATABASE_URL", environment.get("DATABASE_URL") + parameters);
  }
}
