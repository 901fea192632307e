package io.anteroom.cluster.database.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.database.DatabaseSettings;
import io.anteroom.cluster.database.DatabaseStartCheck;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who migrates, and when: at the start, or by the command. */
class DatabaseMigrationsTest {

  private static final String NOTHING_THERE = "drop schema public cascade; create schema public";

  private final List<Integer> exits = new ArrayList<>();

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @AutoClose("closeAndAwait")
  private final Vertx vertx = Vertx.vertx();

  /** Flyway would find it in another form, if it looked. */
  @Test
  void aSchemaThatIsUpToDateIsNotLookedAtByFlyway() {
    postgres.sql("update flyway_schema_history set description = 'another'");
    start(postgres.pool(), "start");
    start(postgres.pool(), "separate");
    assertThrows(FlywayException.class, TestMigrations.flyway(postgres.connectOptions())::validate);
  }

  @Test
  void theStartMigratesAnEmptyDatabase() {
    postgres.sql(NOTHING_THERE);
    start(postgres.pool(), "start");
    assertEquals(0, postgres.count("task"));
    start(postgres.pool(), "start");
  }

  @Test
  void aNewerSchemaIsServed() {
    postgres.sql(
        "insert into flyway_schema_history select 2, '99', description, type, script, 7,"
            + " installed_by, installed_on, execution_time, true from flyway_schema_history");
    start(postgres.pool(), "start");
    start(postgres.pool(), "separate");
    assertEquals(
        "nothing to migrate: the schema is newer, it has migration [99]", command("migrate"));
  }

  @Test
  void aSchemaInAnotherFormStopsTheStartAndTheCommand() {
    postgres.sql("update flyway_schema_history set checksum = checksum + 1");
    assertThrows(FlywayException.class, () -> start(postgres.pool(), "start"));
    String line = assertThrows(ConfigurationException.class, () -> command("migrate")).getMessage();
    assertTrue(line.startsWith("the migration failed: Validate failed"), line);
    assertEquals(1, line.lines().count());
  }

  /** Its Flyway leads nowhere, so that it could not migrate. */
  @Test
  void aSeparateStartWaitsUntilTheCommandWasThere() throws Exception {
    postgres.sql(NOTHING_THERE);
    Flyway nowhere = TestMigrations.flyway(postgres.connectOptions().setPort(1));
    DatabaseMigrations separate =
        new DatabaseMigrations(migrations(postgres.pool(), nowhere), settings("separate"));
    CompletableFuture<Void> started =
        CompletableFuture.runAsync(() -> separate.migrate(new StartupEvent()));
    assertThrows(TimeoutException.class, () -> started.get(1500, TimeUnit.MILLISECONDS));
    assertEquals("the schema was migrated", command("migrate"));
    started.get(30, TimeUnit.SECONDS);
    assertEquals("nothing to migrate: the schema is up to date", command("migrate"));
  }

  @Test
  void withoutACommandTheStartGoesOn() {
    new MigrateCommand(
            new String[0],
            migrations(postgres.pool()),
            settings("start"),
            Ticker.SYSTEM,
            exits::add)
        .run(new StartupEvent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "migrate now", "MIGRATE", "--help", ""})
  void anotherCommandIsRefused(String words) {
    postgres.sql(NOTHING_THERE);
    String line =
        assertThrows(ConfigurationException.class, () -> command(words.split(" "))).getMessage();
    assertEquals("unknown command '" + words + "': there is only 'migrate'", line);
    assertEquals(0, postgres.count("pg_tables where tablename = 'task'"));
  }

  @Test
  void theCommandGivesUpADatabaseThatIsAway() {
    Pool nobody = pool(postgres.connectOptions().setPort(1));
    MigrateCommand command =
        new MigrateCommand(
            new String[] {"migrate"},
            migrations(nobody),
            TestSettings.of(DatabaseSettings.class, "anteroom.database.migrate-wait", "1s"),
            Ticker.SYSTEM,
            exits::add);
    String line =
        assertThrows(ConfigurationException.class, () -> command.run(new StartupEvent()))
            .getMessage();
    assertTrue(line.startsWith("DATABASE_URL: PostgreSQL was away for 1 s: "), line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void aRefusalIsOneLine() {
    Pool wrong = pool(postgres.connectOptions().setDatabase("nowhere"));
    String line =
        assertThrows(ConfigurationException.class, () -> start(wrong, "start")).getMessage();
    assertTrue(line.startsWith("DATABASE_URL: PostgreSQL refuses: "), line);
    assertTrue(line.contains("\"nowhere\" does not exist"), line);
    assertFalse(line.contains("\n"), line);
  }

  private void start(Pool pool, String mode) {
    new DatabaseMigrations(migrations(pool), settings(mode)).migrate(new StartupEvent());
  }

  /** The line with which it ends. */
  private String command(String... words) {
    try {
      new MigrateCommand(
              words, migrations(postgres.pool()), settings("separate"), Ticker.SYSTEM, exits::add)
          .run(new StartupEvent());
    } catch (PreventFurtherStepsException end) {
      assertEquals(List.of(0), exits);
      exits.clear();
      return end.getMessage();
    }
    throw new AssertionError("the start went on");
  }

  /** Its Flyway leads to the database whatever the pool does. */
  private Migrations migrations(Pool pool) {
    return migrations(pool, TestMigrations.flyway(postgres.connectOptions()));
  }

  private static Migrations migrations(Pool pool, Flyway flyway) {
    return new Migrations(
        flyway,
        new SchemaHistory(pool, MigrationScript.of(flyway.getConfiguration())),
        new DatabaseStartCheck(pool, settings("start")));
  }

  private Pool pool(PgConnectOptions server) {
    return PgBuilder.pool().connectingTo(server).using(vertx).build();
  }

  private static DatabaseSettings settings(String mode) {
    return TestSettings.of(DatabaseSettings.class, "anteroom.database.migrate", mode);
  }
}
