package io.anteroom.cluster.database;

import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Opens the connections that the start needs while it still does what needs none: PostgreSQL takes
 * milliseconds for each, in which the thread of the start would wait.
 */
@Singleton
class FirstConnections {

  private static final Logger LOG = Logger.getLogger(FirstConnections.class);

  /** As many as {@link DatabaseStartCheck} uses at once. */
  private static final int COUNT = 2;

  private final Pool pool;

  FirstConnections(Pool pool) {
    this.pool = pool;
  }

  /** Returns at once. Whoever needs a connection waits for one, and says so where none comes. */
  void open(@Observes @Priority(StartupOrder.CONNECTIONS) StartupEvent event) {
    for (int i = 0; i < COUNT; i++) {
      pool.getConnection()
          .chain(SqlConnection::close)
          .subscribe()
          .with(opened -> {}, failure -> LOG.debugf("no connection yet: %s", failure));
    }
  }
}
