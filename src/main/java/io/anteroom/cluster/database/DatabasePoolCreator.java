package io.anteroom.cluster.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes the pool of connections to PostgreSQL, so that none is kept that nobody answers: a node
 * that is lost behind a virtual address closes no connection, and a pool would soon hold no others.
 *
 * <p>A connection is closed when nothing was read from it or written to it for {@link
 * DatabaseSettings#responseTimeout()}, whatever is under way on it: a statement, a COMMIT, its
 * start. The pool drops one that is idle sooner, so that none is closed at the moment it is taken.
 * Thread-safe.
 */
@Singleton
public class DatabasePoolCreator implements PgPoolCreator {

  private static final Logger LOG = Logger.getLogger(DatabasePoolCreator.class);
  private static final int CLEANER_MILLIS = 250;

  /**
   * What the server is asked to do for its part: locks of a transaction whose client vanished are
   * given up, and connections of such a client end. What was answered must be on disk, whatever the
   * server does for others.
   */
  private static final String SESSION =
      """
      select set_config('idle_in_transaction_session_timeout', '%d', false),
        set_config('tcp_keepalives_idle', '60', false),
        set_config('tcp_keepalives_interval', '10', false),
        set_config('tcp_keepalives_count', '3', false),
        case when current_setting('synchronous_commit') = 'off'
          then set_config('synchronous_commit', 'on', false) end
      """;

  private final DatabaseSettings settings;
  private final String url;

  public DatabasePoolCreator(
      DatabaseSettings settings,
      @ConfigProperty(name = "quarkus.datasource.reactive.url") String url) {
    this.settings = settings;
    this.url = url;
  }

  @Override
  public Pool create(Input input) {
    return create(input.vertx(), input.pgConnectOptionsList(), input.poolOptions());
  }

  /** A pool over these servers, the first that can be had. */
  public Pool create(Vertx vertx, List<PgConnectOptions> servers, PoolOptions pool) {
    servers.forEach(server -> DatabaseTls.apply(url, server));
    int silence = (int) settings.responseTimeout().toMillis();
    servers.forEach(server -> watch(server, silence));
    int idle = Math.min(silence * 2 / 3, silence - 2 * CLEANER_MILLIS);
    pool.setIdleTimeout(idle)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setPoolCleanerPeriod(CLEANER_MILLIS);
    return new SilentConnectionDriver(settings.responseTimeout())
        .createPool(vertx, servers, pool)
        .connectHandler(this::prepare);
  }

  /**
   * The user timeout is for a native transport; without one the silence alone decides. Statements
   * are prepared once for a connection, however long: the client's default leaves out those of
   * 2,048 characters and more, which are those that run most often, and cost most to be planned.
   */
  private void watch(PgConnectOptions server, int silence) {
    server
        .setPreparedStatementCacheSqlFilter(sql -> true)
        .setConnectTimeout((int) settings.connectTimeout().toMillis())
        .setTcpKeepAlive(true)
        .setTcpUserTimeout(silence);
  }

  private void prepare(SqlConnection connection) {
    connection
        .query(SESSION.formatted(settings.responseTimeout().toMillis()))
        .execute()
        .onFailure(failure -> LOG.warnf("a session could not be prepared: %s", failure))
        .onComplete(done -> connection.close());
  }
}
