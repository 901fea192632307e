package io.anteroom.upload.disk;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.upload.ReferencedFiles;
import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolIdStore;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolSweep;
import io.anteroom.upload.sentinel.SpoolAdoption;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.anteroom.upload.sentinel.SpoolWatch;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A directory that may become the spool, of replicas on a real PostgreSQL. */
final class SpoolDirectory implements AutoCloseable {

  static final String SENTINEL = ".anteroom-spool";

  private static final Vertx VERTX = Vertx.vertx();

  final PostgresFixture postgres = PostgresFixture.create();
  final Path directory;
  private final Path folder;

  SpoolDirectory() {
    try {
      this.folder = Files.createTempDirectory("anteroom-test-");
      this.directory = Files.createDirectory(folder.resolve("spool"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SpoolAvailability started(String... settings) {
    SpoolAvailability presence = presence();
    watch(presence, settings).watch();
    return presence;
  }

  SpoolAvailability presence() {
    return new SpoolAvailability(new DirectorySentinel(settings()), Ticker.SYSTEM);
  }

  SpoolWatch watch(SpoolAvailability presence, String... more) {
    SpoolSettings settings = settings(more);
    SpoolAdoption adoption =
        new SpoolAdoption(
            presence,
            new SpoolIdStore(postgres.pool()),
            new Replica(
                new ReplicaLeases(postgres.pool()),
                TestSettings.of(ClusterSettings.class),
                SuspendAwareClock.ofSystem()),
            settings);
    return new SpoolWatch(presence, adoption, settings);
  }

  void sweep(SpoolAvailability presence) {
    SpoolFiles contents = new SpoolFiles(settings(), presence);
    SpoolCapacity capacity = new SpoolCapacity(settings(), presence, contents);
    Spool spool = new DiskSpool(settings(), presence, contents, capacity, VERTX);
    new SpoolSweep(spool, new ReferencedFiles(postgres.pool()), settings(), Clock.systemUTC())
        .sweep()
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  SpoolSettings settings(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "anteroom.spool.directory";
    all[1] = directory.toString();
    System.arraycopy(more, 0, all, 2, more.length);
    return TestSettings.of(SpoolSettings.class, all);
  }

  Path oldFile() throws IOException {
    Path file = Files.writeString(directory.resolve(UUID.randomUUID().toString()), "content");
    return aged(file);
  }

  static Path aged(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100_000)));
  }

  void empty() throws IOException {
    Files.move(directory, folder.resolve("former-" + UUID.randomUUID()));
    Files.createDirectory(directory);
  }

  UUID sentinel() throws IOException {
    return UUID.fromString(Files.readString(directory.resolve(SENTINEL)).strip());
  }

  UUID current() {
    return new SpoolIdStore(postgres.pool()).current().await().indefinitely().orElseThrow();
  }

  void addUpload(String phase) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, file_path, status,
                          phase, event_no, accepted_at, updated_at)
        values (gen_random_uuid(), 'alice', 'default', 'upload', 'c', '{}', 'f', 'INITIALIZING',
                '%s', 1, now(), now())
        """
            .formatted(phase));
  }

  @Override
  public void close() {
    postgres.close();
    VERTX.fileSystem().deleteRecursive(folder.toString(), true).await().indefinitely();
  }
}
