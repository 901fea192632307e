package io.anteroom.upload.disk;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.upload.Spool;
import io.anteroom.upload.Spool.Found;
import io.anteroom.upload.Spool.Kept;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.anteroom.upload.sentinel.SpoolSentinel;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file counts as gone only where the spool itself is present. */
class DiskSpoolTest {

  private static final Instant LATER = Instant.now().plusSeconds(3600);

  @AutoClose("closeAndAwait")
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir Path folder;

  private final UUID id = UUID.randomUUID();
  private Path directory;
  private Path elsewhere;
  private SpoolAvailability presence;
  private SpoolFiles contents;
  private Spool spool;

  @BeforeEach
  void makeSpool() throws IOException {
    directory = Files.createDirectory(folder.resolve("spool"));
    elsewhere = folder.resolve("elsewhere");
    SpoolSettings settings =
        TestSettings.of(SpoolSettings.class, "anteroom.spool.directory", directory.toString());
    presence = new SpoolAvailability(new DirectorySentinel(settings), Ticker.SYSTEM);
    contents = new SpoolFiles(settings, presence);
    SpoolCapacity capacity = new SpoolCapacity(settings, presence, contents);
    spool = new DiskSpool(settings, presence, contents, capacity, VERTX);
    presence.expect(presence.make(UUID.randomUUID()));
    assertTrue(presence.check());
  }

  /** Lists by time rely on ids that are close to the time of the accept. */
  @Test
  void theIdIsCreatedAfterTheFileIsRead() throws IOException {
    Path received = Files.writeString(directory.resolve("received"), "content");
    Kept kept = await(spool.keep(received, () -> id));
    assertEquals(id, kept.id());
    assertEquals("content", Files.readString(directory.resolve(id.toString())));
    Supplier<UUID> tooEarly = () -> fail("nothing was read");
    assertThrows(SpoolUnavailableException.class, () -> await(spool.keep(received, tooEarly)));
  }

  @Test
  void onlyAFileMissingFromTheSpoolIsGone() throws IOException {
    String kept = keep();
    assertEquals(Found.THERE, find(kept));
    Files.delete(directory.resolve(kept));
    assertEquals(Found.GONE, find(kept));
  }

  @Test
  void aFileOfAnotherSizeIsRefused() throws IOException {
    String kept = keep();
    Files.writeString(directory.resolve(kept), "cut");
    assertEquals(Found.GONE, find(kept));
    Files.delete(directory.resolve(kept));
    Files.createDirectory(directory.resolve(kept));
    assertEquals(Found.GONE, find(kept));
  }

  @Test
  void withoutItsDirectoryNoFileIsGoneOrRemoved() throws IOException {
    String kept = keep();
    Files.move(directory, elsewhere);
    assertAway(kept);
    Files.move(elsewhere, directory);
    assertBack(kept);
  }

  @Test
  void anEmptyMountPointIsNotTheSpool() throws IOException {
    String kept = keep();
    Files.move(directory, elsewhere);
    Files.createDirectory(directory);
    Files.createDirectory(directory.resolve("incoming"));
    assertAway(kept);
    Files.delete(directory.resolve("incoming"));
    Files.delete(directory);
    Files.move(elsewhere, directory);
    assertBack(kept);
  }

  @Test
  void aLinkToAnotherSpoolIsNotUsedAndKeepsItsFiles() throws IOException {
    String kept = keep();
    Files.move(directory, elsewhere);
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve(SpoolSentinel.NAME), UUID.randomUUID() + "\n");
    Path foreign = Files.writeString(other.resolve(kept), "of another installation");
    Files.createSymbolicLink(directory, other);
    assertAway(kept);
    assertTrue(Files.exists(foreign));
    Files.delete(directory);
    Files.createSymbolicLink(directory, elsewhere);
    assertBack(kept);
  }

  @Test
  void anInvalidSentinelIsIgnored() throws IOException {
    String kept = keep();
    String was = Files.readString(directory.resolve(SpoolSentinel.NAME));
    Files.writeString(directory.resolve(SpoolSentinel.NAME), "");
    assertAway(kept);
    Files.delete(directory.resolve(SpoolSentinel.NAME));
    Files.createDirectory(directory.resolve(SpoolSentinel.NAME));
    assertAway(kept);
    Files.delete(directory.resolve(SpoolSentinel.NAME));
    Files.writeString(directory.resolve(SpoolSentinel.NAME), was);
    assertBack(kept);
  }

  /** The test needs a user that permissions apply to; root reads everything. */
  @Test
  void inAnUnreadableDirectoryNoFileIsGone() throws IOException {
    assumeTrue(!"root".equals(System.getProperty("user.name")));
    String kept = keep();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    assertAway(kept);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    assertBack(kept);
  }

  @Test
  void concurrentReplicasCreateOneSpool() throws IOException {
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    SpoolSettings settings =
        TestSettings.of(SpoolSettings.class, "anteroom.spool.directory", fresh.toString());
    UUID one =
        new SpoolAvailability(new DirectorySentinel(settings), Ticker.SYSTEM)
            .make(UUID.randomUUID());
    UUID two =
        new SpoolAvailability(new DirectorySentinel(settings), Ticker.SYSTEM)
            .make(UUID.randomUUID());
    assertEquals(one, two);
    try (var files = Files.list(fresh)) {
      assertEquals(1, files.count(), "nothing else is left behind");
    }
  }

  private void assertAway(String kept) throws IOException {
    assertEquals(Found.AWAY, find(kept));
    assertFalse(spool.isThere());
    assertEquals(List.of(), contents.olderThan(LATER));
    assertThrows(SpoolUnavailableException.class, () -> await(spool.remove(kept)));
    assertThrows(SpoolUnavailableException.class, () -> await(spool.link(kept, UUID.randomUUID())));
    Path received = Files.writeString(folder.resolve("received"), "content");
    assertThrows(
        SpoolUnavailableException.class, () -> await(spool.keep(received, UUID::randomUUID)));
  }

  private void assertBack(String kept) {
    assertEquals(Found.THERE, find(kept));
    assertTrue(spool.isThere());
    assertEquals(List.of(kept), contents.olderThan(LATER));
  }

  private String keep() throws IOException {
    Path received = Files.writeString(folder.resolve("received"), "content");
    return await(spool.keep(received, () -> id)).path();
  }

  private Found find(String path) {
    return await(spool.check(path, "content".length()));
  }
}
