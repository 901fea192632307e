package io.anteroom.cluster.database.schema;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Applies the migrations that the schema lacks. Flyway, the JDBC driver and its pool are made only
 * here, where there is something to apply.
 */
@Singleton
class Migrations {

  private final Supplier<Flyway> flyway;
  private final SchemaHistory history;

  @Inject
  Migrations(Instance<Flyway> flyway, SchemaHistory history) {
    this((Supplier<Flyway>) flyway::get, history);
  }

  Migrations(Supplier<Flyway> flyway, SchemaHistory history) {
    this.flyway = flyway;
    this.history = history;
  }

  /**
   * Applies them. While the database is away, it is waited for.
   *
   * @throws FlywayException where they do not fit the schema
   */
  void apply(DatabaseWait wait) {
    while (true) {
      try {
        flyway.get().migrate();
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
