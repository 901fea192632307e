package io.anteroom.upload;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.Sha256;
import io.anteroom.upload.Spool.Found;
import io.anteroom.upload.Spool.Kept;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of spool does, on real storage. */
public abstract class SpoolContract {

  /** The largest file of the spools here, in bytes. */
  protected static final int MAX_FILE = 6_000_000;

  /** A part of it is stored before it is whole, whatever the kind. */
  private static final int LARGE = 5_500_000;

  private static final Instant LATER = Instant.now().plusSeconds(3600);
  private static final int PIECE = 50_000;

  protected PostgresFixture postgres;
  private Spool spool;

  /** Opens the spool as a replica does at its start: each time the same storage. */
  protected abstract Spool open() throws IOException;

  @BeforeEach
  void openSpool() throws IOException {
    postgres = PostgresFixture.create();
    spool = open();
    assertEquals(Optional.empty(), spool.trouble());
  }

  @AfterEach
  void closeDatabase() {
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, MAX_FILE})
  void aKeptFileIsReadAsItWasWritten(int size) throws IOException {
    byte[] content = content(size);
    UUID id = UUID.randomUUID();
    IncomingFile incoming = received(content);
    Kept kept = await(spool.keep(incoming.path(), () -> id));
    incoming.discard();
    assertEquals(new Kept(id, id.toString(), size, sha256(content)), kept);
    assertEquals(Found.THERE, await(spool.check(kept.path(), size)));
    assertArrayEquals(content, read(kept.path()));
  }

  @Test
  void aFileOverTheBoundIsRefusedAndLeavesNothing() throws IOException {
    IncomingFile incoming = spool.receive();
    write(incoming, content(MAX_FILE));
    FileTooLargeException refused =
        assertThrows(
            FileTooLargeException.class, () -> incoming.write(ByteBuffer.wrap(new byte[1])));
    assertEquals(MAX_FILE, refused.max());
    incoming.discard();
    assertEquals(List.of(), await(spool.olderThan(LATER)));
  }

  @Test
  void anAbortedFileLeavesNothing() throws IOException {
    IncomingFile incoming = spool.receive();
    write(incoming, content(LARGE));
    assertEquals(1, await(spool.olderThan(LATER)).size());
    incoming.discard();
    assertEquals(List.of(), await(spool.olderThan(LATER)));
    assertThrows(Exception.class, () -> await(spool.keep(incoming.path(), UUID::randomUUID)));
  }

  @Test
  void aFileThatACrashBrokeOffIsFoundByItsAge() throws IOException {
    write(spool.receive(), content(LARGE));
    Spool restarted = open();
    List<String> found = await(restarted.olderThan(LATER));
    assertEquals(1, found.size());
    assertEquals(List.of(), await(restarted.olderThan(Instant.now().minusSeconds(60))));
    await(restarted.remove(found.get(0)));
    assertEquals(List.of(), await(restarted.olderThan(LATER)));
  }

  @Test
  void aKeptFileOutlivesARestart() throws IOException {
    byte[] content = content(LARGE);
    String path = keep(content);
    spool = open();
    assertEquals(Found.THERE, await(spool.check(path, content.length)));
    assertArrayEquals(content, read(path));
  }

  @Test
  void severalReadersGetTheWholeFile() throws IOException {
    byte[] content = content(MAX_FILE);
    String path = keep(content);
    List<Uni<byte[]>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(reading(path));
    }
    List<byte[]> all = await(Uni.join().all(readers).andFailFast());
    all.forEach(read -> assertArrayEquals(content, read));
  }

  @Test
  void aReaderGetsNoMoreThanItAsksFor() throws IOException {
    String path = keep(content(MAX_FILE));
    AssertSubscriber<Buffer> reader = AssertSubscriber.create();
    spool.read(path).subscribe().withSubscriber(reader);
    reader.awaitSubscription().awaitNextItem(Duration.ofSeconds(20));
    assertEquals(1, reader.getItems().size());
    assertTrue(reader.getLastItem().length() <= 262_144);
    reader.cancel();
  }

  @Test
  void aSecondNameOutlivesTheFirst() throws IOException {
    byte[] content = content(300_000);
    String first = keep(content);
    UUID id = UUID.randomUUID();
    String second = await(spool.link(first, id)).orElseThrow();
    assertEquals(id.toString(), second);
    await(spool.remove(first));
    assertEquals(Found.GONE, await(spool.check(first, content.length)));
    assertArrayEquals(content, read(second));
    assertEquals(Optional.empty(), await(spool.link(first, UUID.randomUUID())));
  }

  @Test
  void aRemovedFileIsGone() throws IOException {
    String path = keep(content(1000));
    assertEquals(Found.GONE, await(spool.check(path, 999)), "another size");
    await(spool.remove(path));
    assertEquals(Found.GONE, await(spool.check(path, 1000)));
    assertThrows(Exception.class, () -> read(path));
    await(spool.remove(path));
  }

  @Test
  void theSweepRemovesOnlyWhatNoTaskNeeds() throws IOException {
    String needed = keep(content(1000));
    addUpload(needed);
    keep(content(300_000));
    write(spool.receive(), content(LARGE));
    sweep(Duration.ofHours(5));
    assertEquals(3, await(spool.olderThan(Instant.now().plusSeconds(86_400))).size());
    sweep(Duration.ofHours(7));
    assertEquals(List.of(needed), await(spool.olderThan(Instant.now().plusSeconds(86_400))));
  }

  private void sweep(Duration later) {
    SpoolSettings settings =
        TestSettings.of(SpoolSettings.class, "anteroom.spool.directory", "/tmp");
    Clock clock = Clock.offset(Clock.systemUTC(), later);
    await(new SpoolSweep(spool, new ReferencedFiles(postgres.pool()), settings, clock).sweep());
  }

  private void addUpload(String path) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, file_path, status,
                          phase, event_no, accepted_at, updated_at)
        values ('%s', 'alice', 'default', 'upload', 'c', '{}', '%s', 'INITIALIZING', 'queued', 1,
                now(), now())
        """
            .formatted(path, path));
  }

  private String keep(byte[] content) throws IOException {
    return await(spool.keep(received(content).path(), UUID::randomUUID)).path();
  }

  private IncomingFile received(byte[] content) throws IOException {
    IncomingFile incoming = spool.receive();
    write(incoming, content);
    incoming.close();
    return incoming;
  }

  private static void write(IncomingFile incoming, byte[] content) throws IOException {
    for (int at = 0; at < content.length; at += PIECE) {
      incoming.write(ByteBuffer.wrap(content, at, Math.min(PIECE, content.length - at)));
    }
  }

  private byte[] read(String path) {
    return await(reading(path));
  }

  private Uni<byte[]> reading(String path) {
    return spool
        .read(path)
        .collect()
        .in(Buffer::buffer, Buffer::appendBuffer)
        .map(Buffer::getBytes);
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(Sha256.digest().digest(content));
  }
}
