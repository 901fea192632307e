package io.anteroom.cluster.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestAuthority;
import io.anteroom.TestSettings;
import io.anteroom.sandbox.EmbeddedServers;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both drivers on a real PostgreSQL that has a certificate of a private CA for its address only.
 */
class DatabaseTlsTest {

  private static final String ENCRYPTED =
      "select ssl::text from pg_stat_ssl where pid = pg_backend_pid()";

  @TempDir static Path folder;

  private static final Vertx VERTX = Vertx.vertx();
  private static TestAuthority authority;
  private static TestAuthority other;
  private static EmbeddedServers servers;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.in(folder.resolve("private"));
    other = TestAuthority.in(folder.resolve("other"));
    servers = EmbeddedServers.start(authority.postgres("ip:127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    servers.close();
    VERTX.close();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, sslmode=verify-full&sslrootcert=private",
    "127.0.0.1, sslmode=verify-ca&sslrootcert=private",
    "localhost, sslmode=verify-ca&sslrootcert=private",
    "localhost, sslmode=require",
    "localhost, sslmode=prefer",
  })
  void bothDriversConnectByTls(String host, String parameters) throws SQLException {
    String url = url(host, parameters);
    assertEquals(Optional.empty(), DatabaseTls.fault(url));
    assertEquals("true", reactive(url));
    assertEquals("true", jdbc(url));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, sslmode=verify-full&sslrootcert=private, No name matching localhost found",
    "127.0.0.1, sslmode=verify-full&sslrootcert=other, PKIX path",
    "127.0.0.1, sslmode=verify-ca&sslrootcert=other, PKIX path",
  })
  void neitherConnectsToAnotherServer(String host, String parameters, String why) {
    String url = url(host, parameters);
    assertThrows(SQLException.class, () -> jdbc(url));
    Throwable failure = assertThrows(RuntimeException.class, () -> reactive(url));
    while (!(failure instanceof CertificateException)) {
      assertNotNull(failure, "no certificate was refused");
      failure = failure.getCause();
    }
    assertTrue(failure.getMessage().contains(why), failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode=on, 'sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full'",
    "sslMode=require, the parameter sslMode must be written as sslmode",
    "sslmode=verify-full, 'sslmode=verify-full needs sslrootcert, a PEM file with certificates of CAs'",
    "sslrootcert=/a, sslrootcert needs sslmode=verify-full or verify-ca; others check nothing",
    "sslmode=require&sslrootcert=/a, sslrootcert needs sslmode=verify-full or verify-ca; others check nothing",
    "sslmode=verify-ca&sslrootcert=/no%20where, sslrootcert=/no where cannot be read",
    "sslmode=verify-ca&sslrootcert=, sslrootcert= cannot be read",
    "sslmode=%zz, a parameter has a % that two hex digits must follow",
  })
  void parametersThatContradictEachOtherHaveAReason(String parameters, String reason) {
    assertEquals(
        Optional.of(reason), DatabaseTls.fault("postgresql://localhost/anteroom?" + parameters));
  }

  @Test
  void aFileWithoutACertificateHasAReason() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals(
        Optional.of("sslrootcert=%s holds no certificate (PEM)".formatted(empty)),
        DatabaseTls.fault("postgresql://h/d?sslmode=verify-ca&sslrootcert=" + empty));
  }

  private static String url(String host, String parameters) {
    return servers.databaseUrl().replace("127.0.0.1", host)
        + "?"
        + parameters
            .replace("=private", "=" + authority.file())
            .replace("=other", "=" + other.file());
  }

  private static String reactive(String url) {
    PgConnectOptions server = PgConnectOptions.fromUri(url).setUser(servers.databaseUser());
    Pool pool =
        Pool.newInstance(
            new DatabasePoolCreator(TestSettings.of(DatabaseSettings.class), url)
                .create(VERTX, List.of(server), new PoolOptions().setMaxSize(1)));
    try {
      return pool.query(ENCRYPTED)
          .execute()
          .await()
          .atMost(Duration.ofSeconds(30))
          .iterator()
          .next()
          .getString(0);
    } finally {
      pool.close().await().atMost(Duration.ofSeconds(10));
    }
  }

  private static String jdbc(String url) throws SQLException {
    String user = "&user=" + servers.databaseUser();
    try (Connection connection = DriverManager.getConnection("jdbc:" + url + user);
        var rows = connection.createStatement().executeQuery(ENCRYPTED)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
