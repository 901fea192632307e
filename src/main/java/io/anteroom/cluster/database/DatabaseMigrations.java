package io.anteroom.cluster.database;

import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date before anything else looks at it. A database that is not there yet
 * is waited for without end, as one that goes away later is. Flyway would wait longer and longer
 * for it, and a stop would wait for Flyway.
 */
@Singleton
public class DatabaseMigrations {

  private static final Logger LOG = Logger.getLogger(DatabaseMigrations.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Connection, resources, operator: it may be there in a moment. */
  private static final Set<String> AWAY = Set.of("08", "53", "57");

  private final DataSource dataSource;
  private final DatabaseStartCheck check;
  private final Flyway flyway;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Only stores its parts. */
  public DatabaseMigrations(DataSource dataSource, DatabaseStartCheck check, Flyway flyway) {
    this.dataSource = dataSource;
    this.check = check;
    this.flyway = flyway;
  }

  /**
   * Runs on the thread of the start. A stop of the process ends the wait.
   *
   * @throws ConfigurationException in one line, where the database refuses the configured user or
   *     is none that Anteroom can work with
   */
  void migrate(@Observes @Priority(StartupOrder.MIGRATIONS) StartupEvent event) {
    // Quarkus stops an application only when its start is over, or has failed.
    Thread stop = new Thread(stopped::countDown, "stop-while-waiting");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      migrateWhenThere();
    } finally {
      remove(stop);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process is stopping");
    }
  }

  private void migrateWhenThere() {
    awaitDatabase();
    check.checkBeforeMigrations();
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (failure().isEmpty()) {
        throw e;
      }
      migrateWhenThere();
    }
  }

  private void awaitDatabase() {
    Optional<SQLException> failure = failure();
    while (failure.isPresent()) {
      LOG.warnf("the start waits for Postgres: %s", failure.get().getMessage());
      pause();
      failure = failure();
    }
  }

  /** Why no connection can be had; empty where one can. */
  private Optional<SQLException> failure() {
    try (Connection connection = dataSource.getConnection()) {
      return Optional.empty();
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state != null && !AWAY.contains(state.substring(0, 2))) {
        throw new ConfigurationException("DATABASE_URL: PostgreSQL refuses: " + e.getMessage());
      }
      return Optional.of(e);
    }
  }

  private void pause() {
    try {
      if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PreventFurtherStepsException("stopped while it waited for Postgres", 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for Postgres", e);
    }
  }
}
