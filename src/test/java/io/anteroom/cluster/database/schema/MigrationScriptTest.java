package io.anteroom.cluster.database.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions and checksums are those that Flyway writes. */
class MigrationScriptTest {

  @Test
  void versionsAndChecksumsAreThoseThatFlywayWrites() {
    try (PostgresFixture postgres = PostgresFixture.create()) {
      List<MigrationScript> written = new ArrayList<>();
      postgres
          .sql("select version, checksum from flyway_schema_history order by installed_rank")
          .forEach(row -> written.add(new MigrationScript(row.getString(0), row.getInteger(1))));
      assertEquals(written, TestMigrations.scripts());
    }
  }
}
