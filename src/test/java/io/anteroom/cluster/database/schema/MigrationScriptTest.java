package io.anteroom.cluster.database.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of migrations and their checksums are those of Flyway. */
class MigrationScriptTest {

  @Test
  void theListIsTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources", MigrationScript.FOLDER))) {
      assertEquals(
          files.map(file -> file.getFileName().toString()).sorted().toList(),
          MigrationScript.FILES.stream().sorted().toList());
    }
  }

  @Test
  void versionsAndChecksumsAreThoseThatFlywayWrites() {
    try (PostgresFixture postgres = PostgresFixture.create()) {
      List<MigrationScript> written = new ArrayList<>();
      postgres
          .sql("select version, checksum from flyway_schema_history order by installed_rank")
          .forEach(row -> written.add(new MigrationScript(row.getString(0), row.getInteger(1))));
      assertEquals(written, MigrationScript.all());
    }
  }
}
