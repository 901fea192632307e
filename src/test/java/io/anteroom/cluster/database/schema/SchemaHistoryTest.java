package io.anteroom.cluster.database.schema;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.cluster.database.schema.SchemaState.Current;
import io.anteroom.cluster.database.schema.SchemaState.Newer;
import io.anteroom.cluster.database.schema.SchemaState.Outdated;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a schema stands to this build, by what Flyway wrote. */
class SchemaHistoryTest {

  private static final String ANOTHER =
      "insert into flyway_schema_history select %d, '%s', description, type, script, 7,"
          + " installed_by, installed_on, execution_time, %s from flyway_schema_history";

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final SchemaHistory history =
      new SchemaHistory(postgres.pool(), TestMigrations.scripts());

  @Test
  void aMigratedSchemaIsCurrent() {
    assertEquals(new Current(), state());
  }

  @Test
  void aDatabaseWithoutTablesIsOutdated() {
    postgres.sql("drop table flyway_schema_history");
    assertEquals(new Outdated("no migration was ever applied"), state());
  }

  @Test
  void aMissingMigrationIsNamed() {
    postgres.sql("update flyway_schema_history set version = '0.1'");
    assertEquals(new Outdated("migration 1 is not applied"), state());
  }

  @Test
  void aMigrationInAnotherFormIsNamed() {
    postgres.sql("update flyway_schema_history set checksum = checksum + 1");
    assertEquals(new Outdated("migration 1 was applied in another form"), state());
  }

  @Test
  void aMigrationThatFailedIsNotApplied() {
    postgres.sql("update flyway_schema_history set success = false");
    assertEquals(new Outdated("migration 1 is not applied"), state());
  }

  /** Flyway writes no checksum for it, and compares none. */
  @Test
  void aBaselineCountsAsApplied() {
    postgres.sql("update flyway_schema_history set checksum = null, type = 'BASELINE'");
    assertEquals(new Current(), state());
  }

  @Test
  void migrationsOfALaterBuildMakeItNewer() {
    postgres.sql(ANOTHER.formatted(2, "3", true));
    assertEquals(new Newer(List.of("3")), state());
  }

  @Test
  void aFailedMigrationOfALaterBuildDoesNot() {
    postgres.sql(ANOTHER.formatted(2, "3", false));
    assertEquals(new Current(), state());
  }

  private SchemaState state() {
    return await(history.state());
  }
}
