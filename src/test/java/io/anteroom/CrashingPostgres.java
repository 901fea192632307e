package io.anteroom;

import static io.anteroom.PostgresFixture.await;

import io.anteroom.sandbox.EmbeddedServers;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Map;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;

/**
 * A migrated database on a PostgreSQL of its own that can crash. Only a commit that waits for the
 * disk brings its log there, so a crash loses every transaction that was rolled back after it, and
 * the server gives the ids of these transactions again.
 */
public final class CrashingPostgres implements AutoCloseable {

  private static final Map<String, String> SETTINGS =
      Map.of("synchronous_commit", "on", "wal_writer_delay", "10s", "autovacuum", "off");

  /** When a process began that ends with a crash. */
  private static final String SERVER =
      "select backend_start::text from pg_stat_activity where backend_type = 'checkpointer'";

  private final EmbeddedServers servers = EmbeddedServers.start(SETTINGS);
  private final PostgresFixture database;

  public CrashingPostgres() {
    String url = servers.databaseUrl();
    Flyway.configure().dataSource("jdbc:" + url, servers.databaseUser(), "").load().migrate();
    database = new PostgresFixture(url, servers.databaseUser());
    crash(); // so that the writer of the log has just begun to sleep
  }

  public PostgresFixture database() {
    return database;
  }

  /** Makes another database on the same server; closing it is up to the caller. */
  public PostgresFixture another(String name) {
    database.sql("create database " + name);
    return new PostgresFixture(
        servers.databaseUrl().replaceFirst("[^/]*$", name), servers.databaseUser());
  }

  /** Rolls so many transactions back. Returns the id of the last. */
  public long rollBack(int transactions) {
    long last = 0;
    for (int i = 0; i < transactions; i++) {
      SqlConnection connection = begin(database.pool());
      last = id(connection);
      await(connection.query("rollback").execute());
      await(connection.close());
    }
    return last;
  }

  /** Begins a transaction. The caller ends it, and closes the connection. */
  public static SqlConnection begin(Pool pool) {
    SqlConnection connection = await(pool.getConnection());
    await(connection.query("begin").execute());
    return connection;
  }

  /** The id of an open transaction, which has one from here on. */
  public static long id(SqlClient transaction) {
    return await(transaction.query("select pg_current_xact_id()::text::bigint").execute())
        .iterator()
        .next()
        .getLong(0);
  }

  /**
   * Kills a process of the server with SIGKILL. The server then ends all of its processes, forgets
   * what it has in memory, and recovers from its log. Returns when it answers.
   */
  public void crash() {
    String before = database.text(SERVER);
    Pool victim = database.anotherPool();
    int pid =
        await(victim.query("select pg_backend_pid()").execute()).iterator().next().getInteger(0);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Awaitility.await().ignoreExceptions().until(() -> !before.equals(database.text(SERVER)));
    await(victim.close());
  }

  @Override
  public void close() {
    database.close();
    servers.close();
  }
}
