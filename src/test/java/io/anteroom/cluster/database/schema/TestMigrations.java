package io.anteroom.cluster.database.schema;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.filesystem.FileSystemResource;

/** Flyway as Quarkus configures it: with the migrations of this build by name. */
final class TestMigrations {

  private static final Path FOLDER = Path.of("src/main/resources/db/migration");

  private TestMigrations() {}

  static List<MigrationScript> scripts() {
    return MigrationScript.of(configuration());
  }

  static Flyway flyway(PgConnectOptions server) {
    String url =
        "jdbc:postgresql://%s:%d/%s"
            .formatted(server.getHost(), server.getPort(), server.getDatabase());
    return configuration().dataSource(url, server.getUser(), "").load();
  }

  private static FluentConfiguration configuration() {
    return Flyway.configure().resourceProvider(new Folder());
  }

  private static final class Folder implements ResourceProvider {

    @Override
    public LoadableResource getResource(String name) {
      return null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      try (Stream<Path> files = Files.list(FOLDER)) {
        return files
            .map(Path::toString)
            .map(file -> new FileSystemResource(null, file, StandardCharsets.UTF_8, false))
            .filter(file -> file.getFilename().startsWith(prefix))
            .filter(file -> Arrays.stream(suffixes).anyMatch(file.getFilename()::endsWith))
            .map(LoadableResource.class::cast)
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
