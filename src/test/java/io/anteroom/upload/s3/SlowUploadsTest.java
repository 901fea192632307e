package io.anteroom.upload.s3;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.S3Server;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.SpoolUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients hold the memory for parts only while nobody else needs it. */
class SlowUploadsTest {

  private static final int PART = 5 * 1024 * 1024;
  private static final int LARGE = 300_000;

  @TempDir private static Path folder;

  private static S3Server server;

  private final String bucket = "bucket-" + UUID.randomUUID();
  private final List<IncomingFile> begun = new ArrayList<>();
  private S3SpoolFixture fixture;

  @BeforeAll
  static void startServer() throws IOException {
    server = new S3Server(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void discardAll() throws IOException {
    for (IncomingFile file : begun) {
      file.discard();
    }
    fixture.bucket().close();
  }

  @Test
  void aSlowFileGivesWayToOneThatWaits() throws IOException {
    open("500ms");
    List<IncomingFile> slow = begin(S3SpoolFixture.PARTS, LARGE);
    IncomingFile fast = begin(1, PART + LARGE).get(0);
    fast.close();
    keep(fast);
    assertEquals(1, slow.stream().filter(file -> !takes(file)).count(), "one gave way");
    for (IncomingFile file : slow) {
      file.discard();
      file.discard(); // gives nothing back twice
    }
    begin(S3SpoolFixture.PARTS, LARGE);
  }

  @Test
  void aFileThatGaveWayIsNotKept() throws IOException {
    open("2s");
    List<IncomingFile> slow = begin(S3SpoolFixture.PARTS, LARGE);
    for (IncomingFile file : slow) {
      file.close();
    }
    begin(S3SpoolFixture.PARTS, LARGE);
    for (IncomingFile file : slow) {
      assertThrows(SpoolUnavailableException.class, () -> keep(file));
    }
  }

  @Test
  void aSlowFileIsTakenWhileNobodyWaits() throws IOException {
    open("50ms");
    IncomingFile slow = begin(1, LARGE).get(0);
    long began = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - began > Duration.ofMillis(200).toNanos());
    write(slow, PART);
    slow.close();
    keep(slow);
  }

  /** The client of a large file that is fast does not keep others out until its end. */
  @Test
  void aFileThatHasStoredAPartGivesItsPlaceToOneThatWaits() throws IOException {
    open("1h");
    List<IncomingFile> holding = begin(S3SpoolFixture.PARTS, LARGE);
    IncomingFile waiting = begin(1, 1).get(0);
    CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(waiting, LARGE));
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> !written.isDone());
    write(holding.get(0), PART - 100_000); // what is left over is small
    written.orTimeout(20, TimeUnit.SECONDS).join();
    waiting.discard();
    write(holding.get(0), PART);
    holding.get(0).close();
    keep(holding.get(0));
  }

  /** They hold as much memory as the parts of large files. */
  @Test
  void smallFilesAreBoundedToo() throws IOException {
    open("1s");
    List<IncomingFile> slow = begin(S3SpoolFixture.PARTS * 20, 10_000);
    IncomingFile fast = begin(1, 10_000).get(0);
    fast.close();
    keep(fast);
    assertEquals(1, slow.stream().filter(file -> !takes(file)).count(), "one gave way");
  }

  private void open(String partTimeout) throws IOException {
    server.bucket(bucket);
    fixture =
        S3SpoolFixture.open(
            S3SpoolFixture.settings(
                server.endpoint(),
                bucket,
                S3Server.ACCESS_KEY,
                "anteroom.spool.s3.part-timeout",
                partTimeout));
  }

  /** Begins so many files, each with so many bytes. */
  private List<IncomingFile> begin(int count, int size) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              IncomingFile file = fixture.spool().receive();
              begun.add(file);
              write(file, size);
              return file;
            })
        .toList();
  }

  private void keep(IncomingFile file) {
    await(fixture.spool().keep(file.path(), UUID::randomUUID));
  }

  private static boolean takes(IncomingFile file) {
    try {
      write(file, 1);
      return true;
    } catch (SpoolUnavailableException e) {
      return false;
    }
  }

  private static void write(IncomingFile file, int size) {
    try {
      for (int left = size; left > 0; left -= 50_000) {
        file.write(ByteBuffer.wrap(new byte[Math.min(left, 50_000)]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
