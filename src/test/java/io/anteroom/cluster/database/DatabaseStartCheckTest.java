package io.anteroom.cluster.database;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.SilentProxy;
import io.anteroom.TestSettings;
import io.anteroom.TransactionPooler;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks of PostgreSQL at the start, with and without a proxy. */
class DatabaseStartCheckTest {

  private final Vertx vertx = Vertx.vertx();
  private final PostgresFixture postgres = PostgresFixture.create();
  private Pool pool;

  @AfterEach
  void stop() {
    pool.close().await().atMost(Duration.ofSeconds(10));
    postgres.close();
    vertx.close();
  }

  @Test
  void aPoolerInTransactionModeIsRefusedInOneLine() {
    try (TransactionPooler pooler = new TransactionPooler(port())) {
      DatabaseStartCheck check = check(pooler.port());
      String line = assertThrows(ConfigurationException.class, () -> run(check)).getMessage();
      assertEquals(DatabaseStartCheck.SHARED, line);
      assertTrue(line.startsWith("DATABASE_URL: "), line);
    }
  }

  @Test
  void aPlainProxyIsAccepted() {
    try (SilentProxy proxy = new SilentProxy(port())) {
      run(check(proxy.port()));
    }
  }

  /** The embedded PostgreSQL of these tests runs without fsync. */
  @Test
  void anUnsafeDatabaseIsRefusedWhereConfigured() {
    run(check(port()));
    DatabaseStartCheck strict = check(port(), "anteroom.database.unsafe", "refuse");
    String line = assertThrows(ConfigurationException.class, () -> run(strict)).getMessage();
    assertTrue(line.contains("fsync=off"), line);
    assertTrue(line.contains("anteroom.database.unsafe"), line);
  }

  @Test
  void anUnsafeDatabaseIsLoggedUnlessItIsAccepted() {
    DatabaseStartCheck warns = check(port());
    assertEquals(1, warnings(() -> run(warns)).size());
    DatabaseStartCheck accepts = check(port(), "anteroom.database.unsafe", "accept");
    assertEquals(List.of(), warnings(() -> run(accepts)));
  }

  @Test
  void aStartThatMigratesChecksOnce() {
    DatabaseStartCheck check = check(port());
    Runnable start =
        () -> {
          check.checkBeforeMigrations();
          check.check(new StartupEvent());
        };
    assertEquals(1, warnings(start).size());
  }

  /** Commits of Anteroom wait for the disk, even where the server or the user is set not to. */
  @Test
  void sessionsOfAnteroomWaitForTheDisk() {
    postgres.sql(
        "do $$ begin execute format('alter database %I set synchronous_commit = off',"
            + " current_database()); end $$");
    check(port());
    assertEquals("on", shown("synchronous_commit"));
    assertEquals("10s", shown("idle_in_transaction_session_timeout"));
  }

  @Test
  void sessionsKeepWaitingForStandbys() {
    postgres.sql(
        "do $$ begin execute format('alter database %I set synchronous_commit = remote_apply',"
            + " current_database()); end $$");
    check(port());
    assertEquals("remote_apply", shown("synchronous_commit"));
  }

  private String shown(String setting) {
    return await(pool.query("show " + setting).execute()).iterator().next().getString(0);
  }

  private int port() {
    return postgres.connectOptions().getPort();
  }

  private DatabaseStartCheck check(int port, String... keysAndValues) {
    if (pool != null) {
      pool.close().await().atMost(Duration.ofSeconds(10));
    }
    DatabaseSettings settings = TestSettings.of(DatabaseSettings.class, keysAndValues);
    PgConnectOptions server = postgres.connectOptions().setHost("127.0.0.1").setPort(port);
    pool =
        Pool.newInstance(
            new DatabasePoolCreator(settings, "")
                .create(vertx, List.of(server), new PoolOptions().setMaxSize(4)));
    return new DatabaseStartCheck(pool, settings);
  }

  private static List<String> warnings(Runnable checks) {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(DatabaseStartCheck.class.getName());
    logger.addHandler(handler);
    try {
      checks.run();
    } finally {
      logger.removeHandler(handler);
    }
    return lines;
  }

  private static void run(DatabaseStartCheck check) {
    check.check().await().atMost(Duration.ofSeconds(20));
  }
}
