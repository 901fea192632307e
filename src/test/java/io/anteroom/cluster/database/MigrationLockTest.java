package io.anteroom.cluster.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.PostgresFixture;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that make an index concurrently. */
class MigrationLockTest {

  private final PostgresFixture postgres = PostgresFixture.create();

  @TempDir Path folder;

  @AfterEach
  void close() {
    postgres.close();
  }

  /** In a thread of its own, because a statement that waits for a lock hears no interrupt. */
  @Test
  @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
  void theLockIsNotWaitedFor() throws IOException {
    write("create index concurrently task_by_doubt on task (doubt);");
    assertEquals(1, migrate());
    assertEquals(0, migrate());
  }

  /** What CONTRIBUTING.md tells an operator to do. */
  @Test
  void anIndexThatFailedStopsStartsUntilItIsClearedAway() throws IOException {
    postgres.sql("create table number (n int)");
    postgres.sql("insert into number values (1), (1)");
    write("create unique index concurrently number_n on number (n);");
    assertThrows(FlywayException.class, this::migrate);
    postgres.sql("truncate number");
    assertThrows(FlywayException.class, this::migrate);
    postgres.sql("drop index number_n");
    postgres.sql("delete from flyway_schema_history where not success");
    assertEquals(1, migrate());
  }

  private void write(String sql) throws IOException {
    Files.writeString(folder.resolve("V9001__an_index.sql"), sql);
  }

  /** How many migrations it took. */
  private int migrate() {
    PgConnectOptions options = postgres.connectOptions();
    String url =
        "jdbc:postgresql://%s:%d/%s"
            .formatted(options.getHost(), options.getPort(), options.getDatabase());
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(url, options.getUser(), "")
            .locations("classpath:db/migration", "filesystem:" + folder);
    new MigrationLock().customize(configuration);
    return configuration.load().migrate().migrationsExecuted;
  }
}
