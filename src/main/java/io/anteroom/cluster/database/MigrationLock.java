package io.anteroom.cluster.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Keeps two replicas from migrating at the same time by a lock of the session. Flyway's own choice
 * is a lock of a transaction. {@code create index concurrently} waits for the end of every open
 * transaction, and so it would wait for that one without end.
 */
@Singleton
public class MigrationLock implements FlywayConfigurationCustomizer {

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration
        .getPluginRegister()
        .getExact(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
  }
}
