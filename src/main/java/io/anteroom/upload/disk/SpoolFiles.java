package io.anteroom.upload.disk;

import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.upload.sentinel.SpoolAvailability;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What is in the spool. Every method blocks: for worker threads. Thread-safe. */
@Singleton
public class SpoolFiles {

  /** The folder of files that are being received. */
  static final String INCOMING = "incoming";

  /** The name of a kept file: its task. */
  static final String TASK = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** Kept files are named by their task; those that are being received by the HTTP server. */
  private static final Pattern OURS =
      Pattern.compile(TASK + "|" + INCOMING + "/(form|resteasy-reactive).*");

  private final Path directory;
  private final SpoolAvailability presence;

  public SpoolFiles(SpoolSettings settings, SpoolAvailability presence) {
    this.directory = settings.directory();
    this.presence = presence;
  }

  /**
   * The names of our own files that came into the spool before this time, those of uploads that
   * were never finished included; none where the spool is away.
   */
  public List<String> olderThan(Instant time) {
    List<String> names = new ArrayList<>();
    if (!presence.check()) {
      return names;
    }
    visit(
        (name, attributes) -> {
          if (OURS.matcher(name).matches()
              && attributes.lastModifiedTime().toInstant().isBefore(time)) {
            names.add(name);
          }
        });
    return names;
  }

  /**
   * How many bytes the files in the spool have.
   *
   * @throws SpoolUnavailableException where it is away
   */
  long usedBytes() {
    presence.demand();
    LongAdder sum = new LongAdder();
    visit((name, attributes) -> sum.add(attributes.size()));
    return sum.sum();
  }

  /**
   * How many bytes the disk of the spool has left.
   *
   * @throws SpoolUnavailableException where that cannot be told
   */
  long freeBytes() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw presence.failed(e);
    }
  }

  /** A file may go while it is visited. */
  private void visit(BiConsumer<String, BasicFileAttributes> visitor) {
    try {
      Path root = directory.toRealPath(); // a link is not followed where the walk begins
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              visitor.accept(root.relativize(file).toString(), attributes);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw presence.failed(e);
    }
  }
}
