package io.anteroom.cluster.database.schema;

import io.anteroom.async.StartupOrder;
import io.anteroom.cluster.database.DatabaseSettings;
import io.anteroom.cluster.database.DatabaseSettings.Migrate;
import io.anteroom.cluster.database.schema.SchemaState.Newer;
import io.anteroom.cluster.database.schema.SchemaState.Outdated;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Sees to it that the schema is up to date before anything else reads it: it applies what is
 * missing, or waits until {@link MigrateCommand} did so in another process. A database that is not
 * there yet is waited for without end, as one that goes away later is.
 */
@Singleton
class DatabaseMigrations {

  private static final Logger LOG = Logger.getLogger(DatabaseMigrations.class);

  private final Migrations migrations;
  private final DatabaseSettings settings;

  /** Only stores its parts. */
  DatabaseMigrations(Migrations migrations, DatabaseSettings settings) {
    this.migrations = migrations;
    this.settings = settings;
  }

  /**
   * Runs on the thread of the start. A stop of the process ends the wait.
   *
   * @throws ConfigurationException where the database refuses the configured user, in one line
   */
  void migrate(@Observes @Priority(StartupOrder.MIGRATIONS) StartupEvent event) {
    try (DatabaseWait wait = DatabaseWait.ofTheStart()) {
      SchemaState state = migrations.state(wait);
      if (state instanceof Outdated && settings.migrate() == Migrate.START) {
        migrations.apply(wait);
      } else {
        state = awaitOthers(wait, state);
      }
      if (state instanceof Newer newer) {
        LOG.warnf("the schema is newer than this version: it has migration %s", newer.others());
      }
    }
  }

  /** The first state that is not outdated; the log says each reason once. */
  private SchemaState awaitOthers(DatabaseWait wait, SchemaState first) {
    SchemaState state = first;
    String said = "";
    while (state instanceof Outdated outdated) {
      if (!outdated.reason().equals(said)) {
        LOG.warnf("the start waits for `anteroom migrate`: %s", outdated.reason());
        said = outdated.reason();
      }
      wait.pause();
      state = migrations.state(wait);
    }
    return state;
  }
}
