package io.anteroom.upload.disk;

import static io.anteroom.upload.disk.SpoolDirectory.SENTINEL;
import static io.anteroom.upload.disk.SpoolDirectory.aged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Ticker;
import io.anteroom.upload.LocalFile;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.anteroom.upload.sentinel.SpoolSentinel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which directory becomes the spool, on real disks and a real PostgreSQL. */
class SpoolAdoptionTest {

  @AutoClose private final SpoolDirectory spool = new SpoolDirectory();

  @Test
  void theFirstDirectoryBecomesTheSpool() throws IOException {
    assertTrue(spool.started().isThere());
    assertEquals(spool.sentinel(), spool.current());
    assertTrue(spool.started().isThere(), "and still is at the next start");
  }

  /** As a bucket may do it whose server does not know conditional writes. */
  @Test
  void replicasThatStartAtOnceAgreeWhereTheLastSentinelWins() throws IOException {
    CountDownLatch bothAreMakingIt = new CountDownLatch(2);
    CountDownLatch firstIsThrough = new CountDownLatch(1);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    DirectorySentinel disk = new DirectorySentinel(spool.settings());
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
              spool.watch(one).watch();
              spool.watch(two).watch();
              assertEquals(List.of(true, true), List.of(one.isThere(), two.isThere()));
            });
    assertEquals(spool.sentinel(), spool.current());
  }

  private CompletableFuture<Void> start(SpoolAvailability presence) {
    return CompletableFuture.runAsync(() -> spool.watch(presence).watch());
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
  void aNewStoreDoesNotAdoptASpoolWithFiles() throws IOException {
    Files.writeString(spool.directory.resolve(SENTINEL), UUID.randomUUID().toString());
    Path foreign = spool.oldFile();
    SpoolAvailability presence = spool.started();
    assertFalse(presence.isThere());
    spool.sweep(presence);
    assertTrue(Files.exists(foreign));
    Files.delete(foreign);
    assertTrue(spool.started().isThere(), "one without any is taken as it is");
  }

  @Test
  void theSweepRemovesFilesThatNoTaskNeeds() throws IOException {
    SpoolAvailability presence = spool.started();
    Path old = spool.oldFile();
    Path incoming = spool.directory.resolve("incoming");
    Path brokenOff = aged(LocalFile.create(incoming, 1).path());
    spool.sweep(presence);
    assertFalse(Files.exists(old));
    assertFalse(Files.exists(brokenOff));
    assertTrue(Files.exists(spool.directory.resolve(SENTINEL)));
  }
}
