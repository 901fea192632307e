package io.anteroom.cluster.database.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A migration of this build.
 *
 * @param version as Flyway reads it from the name of the file
 * @param checksum as Flyway computes it from the lines of the file
 */
record MigrationScript(String version, int checksum) {

  /** The files of this build, oldest first. A test compares them with the folder. */
  static final List<String> FILES = List.of("V1__schema.sql");

  static final String FOLDER = "db/migration/";

  /**
   * The migrations of this build.
   *
   * @throws UncheckedIOException where one is not in this build
   */
  static List<MigrationScript> all() {
    return FILES.stream().map(MigrationScript::read).toList();
  }

  private static MigrationScript read(String file) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream script = loader.getResourceAsStream(FOLDER + file)) {
      if (script == null) {
        throw new IOException(FOLDER + file + " is not in this build");
      }
      return new MigrationScript(file.substring(1, file.indexOf("__")), checksum(script));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int checksum(InputStream script) throws IOException {
    CRC32 crc = new CRC32();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      crc.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }
}
