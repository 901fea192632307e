package io.anteroom.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.anteroom.TestSettings;
import io.anteroom.upload.Spool.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @TempDir Path directory;

  /** Lists by time look for an id not far from the moment of the accept. */
  @Test
  void theIdIsMadeOnceTheFileIsRead() throws IOException {
    Path received = Files.writeString(directory.resolve("received"), "content");
    UUID id = UUID.randomUUID();
    Kept kept = keep(received, () -> id);
    assertEquals(id, kept.id());
    assertEquals("content", Files.readString(directory.resolve(id.toString())));
    Supplier<UUID> tooEarly = () -> fail("nothing was read");
    assertThrows(UncheckedIOException.class, () -> keep(received, tooEarly));
  }

  private Kept keep(Path received, Supplier<UUID> newId) {
    SpoolSettings settings =
        TestSettings.of(SpoolSettings.class, "anteroom.spool.directory", directory.toString());
    return new Spool(settings).keep(received, newId).await().indefinitely();
  }
}
