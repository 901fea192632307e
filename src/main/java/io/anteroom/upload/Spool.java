package io.anteroom.upload;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The directory of uploaded files. What {@link #keep} answers is on the disk, file and name, before
 * the task is accepted. Files are streamed; nothing here holds one in memory. Thread-safe.
 */
@Singleton
public class Spool {

  private static final int BUFFER = 128 * 1024;

  /** Kept files are named by their task; those that are being received by the HTTP server. */
  private static final Pattern OURS =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|incoming/resteasy-reactive.*");

  private final Path directory;

  /**
   * A file in the spool.
   *
   * @param id the task that it is for
   * @param path below the spool
   * @param size in bytes
   * @param sha256 in hex
   */
  public record Kept(UUID id, String path, long size, String sha256) {}

  /** Only stores its directory, which is there. */
  public Spool(SpoolSettings settings) {
    this.directory = settings.directory();
  }

  /** How many bytes the disk of the spool has left. */
  public long freeBytes() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a kept file is, for reading. */
  public String locate(String path) {
    return directory.resolve(path).toString();
  }

  /**
   * Takes a received file over: hashes it, flushes it to the disk and moves it into the spool, on a
   * worker thread.
   *
   * @param received a file that was fully received; on the same file system it is moved, not copied
   * @param newId makes the id of the task that it belongs to, which names the file; asked once its
   *     bytes are on the disk, since those of a large file take minutes
   */
  public Uni<Kept> keep(Path received, Supplier<UUID> newId) {
    return Uni.createFrom()
        .item(() -> keepNow(received, newId))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /**
   * The names of our own files that came into the spool before this time, those of uploads that
   * were never finished included. Blocks; for worker threads.
   */
  public List<String> olderThan(Instant time) {
    List<String> names = new ArrayList<>();
    visit(
        (name, attributes) -> {
          if (OURS.matcher(name).matches()
              && attributes.lastModifiedTime().toInstant().isBefore(time)) {
            names.add(name);
          }
        });
    return names;
  }

  /** How many bytes the files in the spool have. Blocks; for worker threads. */
  long usedBytes() {
    LongAdder sum = new LongAdder();
    visit((name, attributes) -> sum.add(attributes.size()));
    return sum.sum();
  }

  /** A file may go while it is visited. */
  private void visit(BiConsumer<String, BasicFileAttributes> visitor) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              visitor.accept(directory.relativize(file).toString(), attributes);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a kept file is still there, asked on a worker thread. */
  public Uni<Boolean> has(String path) {
    return Uni.createFrom()
        .item(() -> Files.isRegularFile(directory.resolve(path)))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /**
   * Makes a second name of a kept file for another task, on a worker thread: no byte is copied.
   *
   * @return its path below the spool; empty where the file is no longer there
   */
  public Uni<Optional<String>> link(String path, UUID id) {
    return Uni.createFrom()
        .item(() -> linkNow(path, id.toString()))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /** Removes a file that is no longer needed; one that is not there is no error. */
  public Uni<Void> remove(String path) {
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(() -> removeNow(path));
  }

  private Kept keepNow(Path received, Supplier<UUID> newId) {
    try {
      String sha256 = sha256(received);
      long size = Files.size(received);
      flush(received, StandardOpenOption.WRITE);
      UUID id = newId.get();
      Files.move(received, directory.resolve(id.toString()), StandardCopyOption.REPLACE_EXISTING);
      flush(directory, StandardOpenOption.READ);
      return new Kept(id, id.toString(), size, sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> linkNow(String path, String name) {
    try {
      // Both names share it, and the sweep must take the new one for as young as it is.
      Files.setLastModifiedTime(directory.resolve(path), FileTime.from(Instant.now()));
      Files.createLink(directory.resolve(name), directory.resolve(path));
      flush(directory, StandardOpenOption.READ);
      return Optional.of(name);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeNow(String path) {
    try {
      Files.deleteIfExists(directory.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a directory: its entries, so that the new name survives a crash too. */
  private static void flush(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[BUFFER];
      while (digest.read(buffer) >= 0) {
        // read for the digest only
      }
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
