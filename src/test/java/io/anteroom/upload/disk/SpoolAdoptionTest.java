package io.anteroom.upload.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.upload.LocalFile;
import io.anteroom.upload.ReferencedFiles;
import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolIdStore;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolSweep;
import io.anteroom.upload.sentinel.SpoolAdoption;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.anteroom.upload.sentinel.SpoolSentinel;
import io.anteroom.upload.sentinel.SpoolWatch;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directory becomes the spool, on real disks and a real PostgreSQL. */
class SpoolAdoptionTest {

  private static final String SENTINEL = ".anteroom-spool";

  @AutoClose("closeAndAwait")
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir Path folder;

  private PostgresFixture postgres;
  private Path directory;

  @BeforeEach
  void start() throws IOException {
    postgres = PostgresFixture.create();
    directory = Files.createDirectory(folder.resolve("spool"));
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  @Test
  void theFirstDirectoryBecomesTheSpool() throws IOException {
    assertTrue(started().isThere());
    assertEquals(sentinel(), current());
    assertTrue(started().isThere(), "and still is at the next start");
  }

  /** As a bucket may do it whose server does not know conditional writes. */
  @Test
  void replicasThatStartAtOnceAgreeWhereTheLastSentinelWins() throws IOException {
    CountDownLatch bothAreMakingIt = new CountDownLatch(2);
    CountDownLatch firstIsThrough = new CountDownLatch(1);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    DirectorySentinel disk = new DirectorySentinel(settings());
    SpoolSentinel lastWins =
        new LastWins(
            disk,
            () -> {
              bothAreMakingIt.countDown();
              if (isFirst.getAndSet(false)) {
                await(bothAreMakingIt);
              } else {
                await(firstIsThrough);
              }
            });
    SpoolAvailability one = new SpoolAvailability(lastWins, Ticker.SYSTEM);
    SpoolAvailability two = new SpoolAvailability(lastWins, Ticker.SYSTEM);
    CompletableFuture<?> starts = CompletableFuture.anyOf(start(one), start(two));
    starts.orTimeout(20, TimeUnit.SECONDS).join();
    firstIsThrough.countDown();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              watch(one).watch();
              watch(two).watch();
              assertEquals(List.of(true, true), List.of(one.isThere(), two.isThere()));
            });
    assertEquals(sentinel(), current());
  }

  private CompletableFuture<Void> start(SpoolAvailability presence) {
    return CompletableFuture.runAsync(() -> watch(presence).watch());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A sentinel that is written over whoever was first. */
  private record LastWins(SpoolSentinel disk, Runnable beforeWrite) implements SpoolSentinel {

    @Override
    public Optional<UUID> read() throws IOException {
      return disk.read();
    }

    @Override
    public UUID make(UUID id) throws IOException {
      beforeWrite.run();
      return disk.replace(id);
    }

    @Override
    public UUID replace(UUID id) throws IOException {
      return disk.replace(id);
    }

    @Override
    public boolean isAmongFilesOfTasks() throws IOException {
      return disk.isAmongFilesOfTasks();
    }
  }

  @Test
  void anEmptyMountPointIsNotTheSpoolWhileATaskWaitsForItsFile() throws IOException {
    started();
    addUpload("queued");
    empty();
    assertFalse(started().isThere());
    assertFalse(Files.exists(directory.resolve(SENTINEL)));
    assertTrue(started("anteroom.spool.adopt", "true").isThere(), "unless the operator says so");
    assertEquals(sentinel(), current());
  }

  @Test
  void anEmptyDirectoryReplacesASpoolThatNoTaskNeeds() throws IOException {
    started();
    UUID first = current();
    addUpload("ended");
    addUpload("running");
    empty();
    assertTrue(started().isThere());
    assertNotEquals(first, current());
    assertEquals(sentinel(), current());
  }

  @Test
  void anEmptyDirectoryReplacesNothingWhileAnotherReplicaRuns() throws IOException {
    started();
    postgres.sql(
        "insert into replica values (gen_random_uuid(), clock_timestamp() + interval '1 minute')");
    empty();
    assertFalse(started().isThere());
  }

  @Test
  void aReplicaDoesNotChangeItsSpool() throws IOException {
    SpoolAvailability presence = presence();
    SpoolWatch watch = watch(presence);
    watch.watch();
    assertTrue(presence.isThere());
    empty();
    watch.watch();
    watch.watch();
    assertFalse(presence.isThere());
    assertFalse(Files.exists(directory.resolve(SENTINEL)));
  }

  @Test
  void aSpoolOfAnotherInstallationIsNeverAdoptedNorSwept() throws IOException {
    started();
    empty();
    Files.writeString(directory.resolve(SENTINEL), UUID.randomUUID().toString());
    Path foreign = oldFile();
    SpoolAvailability presence = started();
    assertFalse(presence.isThere());
    sweep(presence);
    assertTrue(Files.exists(foreign));
  }

  @Test
  void aNewStoreDoesNotAdoptASpoolWithFiles() throws IOException {
    Files.writeString(directory.resolve(SENTINEL), UUID.randomUUID().toString());
    Path foreign = oldFile();
    SpoolAvailability presence = started();
    assertFalse(presence.isThere());
    sweep(presence);
    assertTrue(Files.exists(foreign));
    Files.delete(foreign);
    assertTrue(started().isThere(), "one without any is taken as it is");
  }

  @Test
  void theSweepRemovesFilesThatNoTaskNeeds() throws IOException {
    SpoolAvailability presence = started();
    Path old = oldFile();
    Path incoming = directory.resolve("incoming");
    Path brokenOff = aged(LocalFile.create(incoming, 1).path());
    sweep(presence);
    assertFalse(Files.exists(old));
    assertFalse(Files.exists(brokenOff));
    assertTrue(Files.exists(directory.resolve(SENTINEL)));
  }

  private SpoolAvailability started(String... settings) {
    SpoolAvailability presence = presence();
    watch(presence, settings).watch();
    return presence;
  }

  private SpoolAvailability presence() {
    return new SpoolAvailability(new DirectorySentinel(settings()), Ticker.SYSTEM);
  }

  private SpoolWatch watch(SpoolAvailability presence, String... more) {
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

  private void sweep(SpoolAvailability presence) {
    SpoolFiles contents = new SpoolFiles(settings(), presence);
    SpoolCapacity capacity = new SpoolCapacity(settings(), presence, contents);
    Spool spool = new DiskSpool(settings(), presence, contents, capacity, VERTX);
    new SpoolSweep(spool, new ReferencedFiles(postgres.pool()), settings(), Clock.systemUTC())
        .sweep()
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  private SpoolSettings settings(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "anteroom.spool.directory";
    all[1] = directory.toString();
    System.arraycopy(more, 0, all, 2, more.length);
    return TestSettings.of(SpoolSettings.class, all);
  }

  private Path oldFile() throws IOException {
    Path file = Files.writeString(directory.resolve(UUID.randomUUID().toString()), "content");
    return aged(file);
  }

  private static Path aged(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100_000)));
  }

  private void empty() throws IOException {
    Files.move(directory, folder.resolve("former-" + UUID.randomUUID()));
    Files.createDirectory(directory);
  }

  private UUID sentinel() throws IOException {
    return UUID.fromString(Files.readString(directory.resolve(SENTINEL)).strip());
  }

  private UUID current() {
    return new SpoolIdStore(postgres.pool()).current().await().indefinitely().orElseThrow();
  }

  private void addUpload(String phase) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, file_path, status,
                          phase, event_no, accepted_at, updated_at)
        values (gen_random_uuid(), 'alice', 'default', 'upload', 'c', '{}', 'f', 'INITIALIZING',
                '%s', 1, now(), now())
        """
            .formatted(phase));
  }
}
