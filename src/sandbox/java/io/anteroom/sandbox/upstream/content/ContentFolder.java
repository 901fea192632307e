package io.anteroom.sandbox.upstream.content;

import io.anteroom.sandbox.upstream.settings.ContentSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/** Where bytes are kept. Blocks: not for the event loop, but for the two that only name files. */
public final class ContentFolder {
  private static final String ENDING = ".bytes";

  private final Path folder;
  private final boolean isTemporary;

  private ContentFolder(Path folder, boolean isTemporary) {
    this.folder = folder;
    this.isTemporary = isTemporary;
  }

  /** The folder of the settings, made where it is missing, or a temporary one. */
  public static ContentFolder open(ContentSettings settings) throws IOException {
    return settings.folder() == null
        ? new ContentFolder(Files.createTempDirectory("anteroom-sandbox-"), true)
        : new ContentFolder(Files.createDirectories(Path.of(settings.folder())), false);
  }

  /** Where bytes wait that belong to no asset yet; a new name each time, and no file. */
  public Path newFile() {
    return folder.resolve("waiting-" + UUID.randomUUID() + ENDING);
  }

  /** Where an asset's bytes are for good. */
  public Path fileOf(String assetId) {
    return folder.resolve(assetId + ENDING);
  }

  /** Deletes all bytes. */
  public void clear() {
    try (Stream<Path> contents = Files.list(folder)) {
      contents.filter(ContentFolder::isOurs).forEach(ContentFolder::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all bytes, and the folder where it is temporary. */
  public void close() {
    clear();
    if (isTemporary) {
      delete(folder);
    }
  }

  private static boolean isOurs(Path file) {
    return file.getFileName().toString().endsWith(ENDING);
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
