package io.anteroom.upload.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The file that makes a directory the spool: it holds the spool's id. A directory without it, such
 * as an empty mount point, is not the spool. Every method blocks. Thread-safe.
 */
final class SpoolSentinel {

  /** Its name in the directory; none of the kept files can have it. */
  static final String NAME = ".anteroom-spool";

  /** An id that no spool has: of a file that holds something else. */
  private static final UUID NO_ID = new UUID(0, 0);

  private final Path directory;

  SpoolSentinel(Path directory) {
    this.directory = directory;
  }

  /**
   * The id in the file; empty where there is no such file, the nil UUID where it holds no id.
   *
   * @throws IOException where that cannot be told
   */
  Optional<UUID> read() throws IOException {
    try {
      return Optional.of(parse(Files.readString(file())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes the file, durably, unless another replica is making it at the same time.
   *
   * @return the id that the directory has then
   */
  UUID make(UUID id) throws IOException {
    Path written = directory.resolve(NAME + "." + id);
    Files.writeString(written, id + "\n");
    flush(written, StandardOpenOption.WRITE);
    try {
      Files.createLink(file(), written); // whole or not at all
    } catch (FileAlreadyExistsException e) {
      // another replica was first
    } catch (UnsupportedOperationException | FileSystemException e) {
      writeNew(id); // a file system without links
    } finally {
      Files.deleteIfExists(written);
    }
    flush(directory, StandardOpenOption.READ);
    return read().orElseThrow(() -> new IOException("the sentinel has gone again"));
  }

  private void writeNew(UUID id) throws IOException {
    try {
      Files.writeString(file(), id + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      flush(file(), StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      // another replica was first
    }
  }

  /** Makes the file anew, whatever it held. */
  UUID replace(UUID id) throws IOException {
    Files.deleteIfExists(file());
    return make(id);
  }

  private Path file() {
    return directory.resolve(NAME);
  }

  private static UUID parse(String text) {
    try {
      return UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      return NO_ID;
    }
  }

  /** Of a directory: its entries, so that the new name survives a crash too. */
  static void flush(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
