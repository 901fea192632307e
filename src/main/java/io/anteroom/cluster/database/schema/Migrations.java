package io.anteroom.cluster.database.schema;

import io.anteroom.cluster.database.DatabaseStartCheck;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Applies the migrations that the schema lacks. Flyway connects only here, where there is something
 * to apply. Used by the thread of the start.
 */
@Singleton
class Migrations {

  private final Flyway flyway;
  private final SchemaHistory history;
  private final DatabaseStartCheck check;

  /** Only stores its parts. */
  Migrations(Flyway flyway, SchemaHistory history, DatabaseStartCheck check) {
    this.flyway = flyway;
    this.history = history;
    this.check = check;
  }

  /**
   * Applies them. While the database is away, it is waited for.
   *
   * @throws FlywayException where they do not fit the schema
   * @throws ConfigurationException in one line, where the database is none that Anteroom can work
   *     with
   */
  void apply(DatabaseWait wait) {
    check.checkBeforeMigrations();
    while (true) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        if (wait.tryOnce(history.state()).isPresent()) {
          throw e; // it was there all the time
        }
        wait.answer(history.state());
      }
    }
  }

  /** How the schema stands now. */
  SchemaState state(DatabaseWait wait) {
    return wait.answer(history.state());
  }
}
