package io.anteroom.upload;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The directory of uploaded files. What {@link #keep} answers is on the disk, file and name, before
 * the task is accepted. Files are streamed; nothing here holds one in memory. Thread-safe.
 */
@Singleton
public class Spool {

  private static final int BUFFER = 128 * 1024;

  private final Path directory;

  /**
   * A file in the spool.
   *
   * @param path below the spool
   * @param size in bytes
   * @param sha256 in hex
   */
  public record Kept(String path, long size, String sha256) {}

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

  /** The directory itself. */
  Path directory() {
    return directory;
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
   * @param id the task that it belongs to; names the file
   */
  public Uni<Kept> keep(Path received, UUID id) {
    return Uni.createFrom()
        .item(() -> keepNow(received, id))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /**
   * The names of files that came into the spool before this time, those of uploads that were never
   * finished included. Blocks; for worker threads.
   */
  public List<String> olderThan(Instant time) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toFile().lastModified() < time.toEpochMilli())
          .map(file -> directory.relativize(file).toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file that is no longer needed; one that is not there is no error. */
  public Uni<Void> remove(String path) {
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(() -> removeNow(path));
  }

  private Kept keepNow(Path received, UUID id) {
    String name = id.toString();
    Path target = directory.resolve(name);
    try {
      String sha256 = sha256(received);
      long size = Files.size(received);
      flush(received, StandardOpenOption.WRITE);
      Files.move(received, target, StandardCopyOption.REPLACE_EXISTING);
      flush(directory, StandardOpenOption.READ);
      return new Kept(name, size, sha256);
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
