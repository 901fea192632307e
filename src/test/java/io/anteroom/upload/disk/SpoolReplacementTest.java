package io.anteroom.upload.disk;

import static io.anteroom.upload.disk.SpoolDirectory.SENTINEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.upload.sentinel.SpoolAvailability;
import io.anteroom.upload.sentinel.SpoolWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whether another directory replaces the spool, on real disks and a real PostgreSQL. */
class SpoolReplacementTest {

  @AutoClose private final SpoolDirectory spool = new SpoolDirectory();

  @Test
  void anEmptyMountPointIsNotTheSpoolWhileATaskWaitsForItsFile() throws IOException {
    spool.started();
    spool.addUpload("queued");
    spool.empty();
    assertFalse(spool.started().isThere());
    assertFalse(Files.exists(spool.directory.resolve(SENTINEL)));
    assertTrue(
        spool.started("anteroom.spool.adopt", "true").isThere(), "unless the operator says so");
    assertEquals(spool.sentinel(), spool.current());
  }

  @Test
  void anEmptyDirectoryReplacesASpoolThatNoTaskNeeds() throws IOException {
    spool.started();
    UUID first = spool.current();
    spool.addUpload("ended");
    spool.addUpload("running");
    spool.empty();
    assertTrue(spool.started().isThere());
    assertNotEquals(first, spool.current());
    assertEquals(spool.sentinel(), spool.current());
  }

  @Test
  void anEmptyDirectoryReplacesNothingWhileAnotherReplicaRuns() throws IOException {
    spool.started();
    spool.postgres.sql(
        "insert into replica values (gen_random_uuid(), clock_timestamp() + interval '1 minute')");
    spool.empty();
    assertFalse(spool.started().isThere());
  }

  @Test
  void aReplicaDoesNotChangeItsSpool() throws IOException {
    SpoolAvailability presence = spool.presence();
    SpoolWatch watch = spool.watch(presence);
    watch.watch();
    assertTrue(presence.isThere());
    spool.empty();
    watch.watch();
    watch.watch();
    assertFalse(presence.isThere());
    assertFalse(Files.exists(spool.directory.resolve(SENTINEL)));
  }

  @Test
  void aSpoolOfAnotherInstallationIsNeverAdoptedNorSwept() throws IOException {
    spool.started();
    spool.empty();
    Files.writeString(spool.directory.resolve(SENTINEL), UUID.randomUUID().toString());
    Path foreign = spool.oldFile();
    SpoolAvailability presence = spool.started();
    assertFalse(presence.isThere());
    spool.sweep(presence);
    assertTrue(Files.exists(foreign));
  }
}
