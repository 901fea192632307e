package io.anteroom;

import io.anteroom.sandbox.EmbeddedServers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;

/**
 * A migrated database of its own on a real PostgreSQL, for tests of the store without the rest. One
 * server serves every test of the JVM.
 */
public final class PostgresFixture implements AutoCloseable {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final class Server {
    private static final EmbeddedServers SERVERS = EmbeddedServers.start();
    private static final String MIGRATED = "migrated";

    /** To copy a migrated database takes a fraction of the time to migrate one. */
    static {
      execute("create database " + MIGRATED);
      Flyway.configure()
          .dataSource("jdbc:" + url(MIGRATED), SERVERS.databaseUser(), "")
          .load()
          .migrate();
    }

    private static void execute(String statement) {
      Pool admin = PostgresFixture.pool(SERVERS.databaseUrl(), SERVERS.databaseUser());
      await(admin.query(statement).execute());
      await(admin.close());
    }

    private static String url(String database) {
      return SERVERS.databaseUrl().replaceFirst("[^/]*$", database);
    }
  }

  private static final Vertx VERTX = Vertx.vertx();

  private final String url;
  private final String user;
  private final Pool pool;

  PostgresFixture(String url, String user) {
    this.url = url;
    this.user = user;
    this.pool = pool(url, user);
  }

  public static PostgresFixture create() {
    String name = "test_" + DATABASES.incrementAndGet();
    Server.execute("create database " + name + " template " + Server.MIGRATED);
    return new PostgresFixture(Server.url(name), Server.SERVERS.databaseUser());
  }

  /** Connections to the database of the service that the running test has started. */
  public static PostgresFixture ofService() {
    Config config = ConfigProvider.getConfig();
    return new PostgresFixture(
        config.getValue("DATABASE_URL", String.class),
        config.getValue("DATABASE_USER", String.class));
  }

  public Pool pool() {
    return pool;
  }

  /** Connections of their own to it, as another replica has; the caller closes them. */
  public Pool anotherPool() {
    return pool(url, user);
  }

  /** The options of its connections. */
  public PgConnectOptions connectOptions() {
    return PgConnectOptions.fromUri(url).setUser(user);
  }

  public RowSet<Row> sql(String statement) {
    return pool.query(statement).execute().await().indefinitely();
  }

  /** The one whole number that a select gives. */
  public int number(String select) {
    return sql(select).iterator().next().getInteger(0);
  }

  /** The one text that a select gives, or null. */
  public String text(String select) {
    return sql(select).iterator().next().getString(0);
  }

  /** The number of rows; the argument follows {@code from}. */
  public int count(String fromWhere) {
    return number("select count(*)::int from " + fromWhere);
  }

  /**
   * Refreshes the statistics of all tables, and vacuums one until its pages are visible to all, as
   * in a database at rest. One vacuum is not enough: it passes over rows whose commit, or a commit
   * close to it, is not yet flushed.
   */
  public void vacuum(String table) {
    sql("analyze");
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> visibleToAll(table));
  }

  private boolean visibleToAll(String table) {
    sql("checkpoint");
    sql("vacuum " + table);
    return sql("select relallvisible >= 0.9 * relpages from pg_class where oid = '%s'::regclass"
            .formatted(table))
        .iterator()
        .next()
        .getBoolean(0);
  }

  /** Waits for a result; fails as it fails, or after a minute. */
  public static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofMinutes(1));
  }

  @Override
  public void close() {
    pool.close().await().indefinitely();
  }

  private static Pool pool(String url, String user) {
    PgConnectOptions options = PgConnectOptions.fromUri(url).setUser(user);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(20))
        .connectingTo(options)
        .using(VERTX)
        .build();
  }
}
