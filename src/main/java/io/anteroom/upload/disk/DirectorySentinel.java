package io.anteroom.upload.disk;

import io.anteroom.upload.OfSpoolKind;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.sentinel.SpoolSentinel;
import jakarta.inject.Singleton;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sentinel of a directory: an empty mount point has none. */
@OfSpoolKind(SpoolKind.DISK)
@Singleton
public class DirectorySentinel implements SpoolSentinel {

  private static final Pattern FILE_OF_TASK = Pattern.compile(SpoolFiles.TASK);

  private final Path directory;

  public DirectorySentinel(SpoolSettings settings) {
    this.directory = settings.directory();
  }

  @Override
  public Optional<UUID> read() throws IOException {
    try {
      return Optional.of(SpoolSentinel.parse(Files.readString(file())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public UUID make(UUID id) throws IOException {
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

  @Override
  public UUID replace(UUID id) throws IOException {
    Files.deleteIfExists(file());
    return make(id);
  }

  @Override
  public boolean isAmongFilesOfTasks() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(file -> FILE_OF_TASK.matcher(file.getFileName().toString()).matches());
    }
  }

  private Path file() {
    return directory.resolve(NAME);
  }

  /** Of a directory: its entries, so that the new name survives a crash too. */
  static void flush(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
