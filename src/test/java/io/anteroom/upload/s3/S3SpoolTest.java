package io.anteroom.upload.s3;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.S3Server;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.Spool.Found;
import io.anteroom.upload.SpoolFullException;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file counts as gone only where the bucket is there and is the spool. */
class S3SpoolTest {

  private static final String SENTINEL = "anteroom/.anteroom-spool";
  private static final Instant LATER = Instant.now().plusSeconds(3600);

  @TempDir private static Path folder;

  private static S3Server server;

  private final String bucket = "bucket-" + UUID.randomUUID();
  private Path directory;
  private S3SpoolFixture fixture;

  @BeforeAll
  static void startServer() throws IOException {
    server = new S3Server(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void openSpool() throws IOException {
    directory = server.bucket(bucket);
    fixture = S3SpoolFixture.open(server, bucket, "anteroom.spool.max-total", "20000000");
  }

  @AfterEach
  void closeClient() {
    fixture.bucket().close();
  }

  @Test
  void aSmallFileIsOneObjectAndALargeOneLeavesNothingElse() throws IOException {
    String small = keep(1000);
    String large = keep(5_500_000);
    assertEquals(
        List.of(SENTINEL, "anteroom/" + small, "anteroom/" + large).stream().sorted().toList(),
        server.keys(bucket));
  }

  @Test
  void withoutItsServerNoFileIsGone() throws IOException {
    String kept = keep(1000);
    server.stop();
    try {
      assertEquals(Found.AWAY, find(kept));
      assertTrue(fixture.spool().trouble().orElseThrow().contains("does not answer"));
      assertRefused(kept);
      IncomingFile incoming = fixture.spool().receive();
      assertThrows(SpoolUnavailableException.class, () -> write(incoming, 5_500_000));
    } finally {
      server.start();
    }
    assertEquals(Found.THERE, find(kept));
  }

  /** The range that it waits for is asked for again. */
  @Test
  void aReaderOutlastsAShortOutage() throws IOException {
    String kept = keep(1_900_000);
    AssertSubscriber<Buffer> reader = AssertSubscriber.create();
    fixture.spool().read(kept).subscribe().withSubscriber(reader);
    reader.awaitSubscription().awaitNextItem(Duration.ofSeconds(20));
    server.stop();
    reader.request(Long.MAX_VALUE);
    server.start();
    reader.awaitCompletion(Duration.ofSeconds(20));
    assertEquals(1_900_000, reader.getItems().stream().mapToInt(Buffer::length).sum());
  }

  @Test
  void anEmptyBucketIsNotTheSpool() throws IOException {
    String kept = keep(1000);
    Files.delete(directory.resolve(SENTINEL));
    Files.delete(directory.resolve("anteroom").resolve(kept));
    assertEquals(Found.AWAY, find(kept));
    assertRefused(kept);
    assertThrows(SpoolUnavailableException.class, () -> keep(1000));
  }

  @Test
  void aBucketOfAnotherSpoolIsNotUsedAndKeepsItsFiles() throws IOException {
    String kept = keep(1000);
    fixture.presence().replace(UUID.randomUUID());
    assertEquals(Found.AWAY, find(kept));
    assertRefused(kept);
    assertTrue(server.keys(bucket).contains("anteroom/" + kept));
  }

  @Test
  void concurrentReplicasMakeOneSpool() throws IOException {
    UUID first = fixture.presence().found().orElseThrow();
    assertEquals(first, fixture.presence().make(UUID.randomUUID()));
  }

  @Test
  void aFullBucketTakesNothingUntilThereIsRoom() throws IOException {
    String kept = keep(19_900_000);
    assertThrows(SpoolFullException.class, () -> keep(200_000));
    assertThrows(SpoolFullException.class, () -> keep(5_500_000));
    assertTrue(fixture.spool().refuses(200_000).orElseThrow().contains("20000000 bytes"));
    await(fixture.spool().remove(kept));
    await(fixture.capacity().measure());
    keep(200_000);
    await(fixture.capacity().measure());
    assertTrue(fixture.spool().refuses(19_800_001).isPresent());
    assertTrue(fixture.spool().refuses(19_700_000).isEmpty());
  }

  @Test
  void onlySoManyFilesHoldAPart() throws IOException {
    IncomingFile[] holding = new IncomingFile[S3SpoolFixture.PARTS];
    for (int i = 0; i < holding.length; i++) {
      holding[i] = fixture.spool().receive();
      write(holding[i], 300_000);
    }
    IncomingFile small = fixture.spool().receive();
    write(small, 200_000);
    IncomingFile waiting = fixture.spool().receive();
    CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(waiting, 300_000));
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> !written.isDone());
    holding[0].discard();
    written.orTimeout(20, TimeUnit.SECONDS).join();
    holding[0].discard(); // gives nothing back twice
    for (IncomingFile file : holding) {
      file.discard();
    }
    waiting.discard();
    small.discard();
    assertEquals(List.of(), await(fixture.spool().olderThan(LATER)));
    for (int i = 0; i < holding.length; i++) {
      holding[i] = fixture.spool().receive();
      write(holding[i], 300_000);
      holding[i].discard();
    }
  }

  private void assertRefused(String kept) {
    assertFalse(fixture.spool().isThere());
    assertEquals(List.of(), await(fixture.spool().olderThan(LATER)));
    assertThrows(SpoolUnavailableException.class, () -> await(fixture.spool().remove(kept)));
    assertThrows(
        SpoolUnavailableException.class,
        () -> await(fixture.spool().link(kept, UUID.randomUUID())));
  }

  private String keep(int size) throws IOException {
    IncomingFile incoming = fixture.spool().receive();
    try {
      write(incoming, size);
      incoming.close();
      return await(fixture.spool().keep(incoming.path(), UUID::randomUUID)).path();
    } finally {
      incoming.discard();
    }
  }

  private static void write(IncomingFile incoming, int size) {
    try {
      for (int left = size; left > 0; left -= 50_000) {
        incoming.write(ByteBuffer.wrap(new byte[Math.min(left, 50_000)]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Found find(String path) {
    return await(fixture.spool().check(path, 1000));
  }
}
