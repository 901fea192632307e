package io.anteroom.cluster.database.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * A migration of this build.
 *
 * @param version as Flyway reads it from the name of the file
 * @param checksum as Flyway computes it from the lines of the file
 */
record MigrationScript(String version, int checksum) {

  /** Those that Flyway would find with this configuration, which names where they are. */
  static List<MigrationScript> of(Configuration flyway) {
    return flyway
        .getResourceProvider()
        .getResources(flyway.getSqlMigrationPrefix(), flyway.getSqlMigrationSuffixes())
        .stream()
        .map(file -> new MigrationScript(version(file.getFilename(), flyway), checksum(file)))
        .toList();
  }

  private static String version(String file, Configuration flyway) {
    int start = flyway.getSqlMigrationPrefix().length();
    int end = file.indexOf(flyway.getSqlMigrationSeparator());
    return MigrationVersion.fromVersion(file.substring(start, end)).getVersion();
  }

  private static int checksum(LoadableResource file) {
    CRC32 crc = new CRC32();
    try (BufferedReader lines = new BufferedReader(file.read())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        crc.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return (int) crc.getValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
