package io.anteroom.upload.disk;

import io.anteroom.async.CallerContext;
import io.anteroom.async.FileContent;
import io.anteroom.async.Sha256;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.LocalFile;
import io.anteroom.upload.OfSpoolKind;
import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The directory of uploaded files. What {@link #keep} answers is on the disk, file and name, before
 * the task is accepted. {@link SpoolUnavailableException} is the only failure. Thread-safe.
 */
@OfSpoolKind(SpoolKind.DISK)
@Singleton
public class DiskSpool implements Spool {

  private static final int BUFFER = 128 * 1024;
  private static final int CHECKS = 2;

  private final Path directory;
  private final long maxFile;
  private final long maxTotal;
  private final SpoolAvailability presence;
  private final SpoolFiles contents;
  private final SpoolCapacity capacity;
  private final Vertx vertx;

  public DiskSpool(
      SpoolSettings settings,
      SpoolAvailability presence,
      SpoolFiles contents,
      SpoolCapacity capacity,
      Vertx vertx) {
    this.directory = settings.directory();
    this.maxFile = settings.maxFile();
    this.maxTotal = settings.maxTotal();
    this.presence = presence;
    this.contents = contents;
    this.capacity = capacity;
    this.vertx = vertx;
  }

  @Override
  public Optional<String> trouble() {
    return presence.trouble();
  }

  @Override
  public boolean isOnDisk() {
    return true;
  }

  @Override
  public long maxFile() {
    return maxFile;
  }

  @Override
  public long maxTotal() {
    return maxTotal;
  }

  @Override
  public long usedBytes() {
    return capacity.used();
  }

  @Override
  public Optional<String> refuses(long bytes) {
    return capacity.refuses(bytes);
  }

  @Override
  public IncomingFile receive() throws IOException {
    return LocalFile.create(directory.resolve(SpoolFiles.INCOMING), maxFile);
  }

  /**
   * Hashes it, flushes it to the disk and moves it into the spool, on a worker thread. On the same
   * file system it is moved, not copied.
   */
  @Override
  public Uni<Kept> keep(Path received, Supplier<UUID> newId) {
    return onWorker(() -> keepNow(received, newId));
  }

  @Override
  public Uni<Found> check(String path, long size) {
    return onWorker(() -> checkNow(directory.resolve(path), size));
  }

  @Override
  public Multi<Buffer> read(String path) {
    return FileContent.of(vertx, directory.resolve(path).toString());
  }

  @Override
  public Uni<Optional<String>> link(String path, UUID id) {
    return onWorker(() -> linkNow(path, id.toString()));
  }

  @Override
  public Uni<Void> remove(String path) {
    return onWorker(
        () -> {
          removeNow(path);
          return null;
        });
  }

  @Override
  public Uni<List<String>> olderThan(Instant time) {
    return onWorker(() -> contents.olderThan(time));
  }

  /**
   * What comes next must not stay on the worker: it may read the database, which needs a context.
   */
  private static <T> Uni<T> onWorker(Supplier<T> step) {
    return Uni.createFrom()
        .item(step)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .emitOn(CallerContext.executor());
  }

  private Kept keepNow(Path received, Supplier<UUID> newId) {
    try {
      presence.demand();
      String sha256 = sha256(received);
      long size = Files.size(received);
      DirectorySentinel.flush(received, StandardOpenOption.WRITE);
      UUID id = newId.get();
      Files.move(received, directory.resolve(id.toString()), StandardCopyOption.REPLACE_EXISTING);
      DirectorySentinel.flush(directory, StandardOpenOption.READ);
      presence.demand(); // else it may have gone into whatever is there in the spool's place
      return new Kept(id, id.toString(), size, sha256);
    } catch (IOException e) {
      throw presence.failed(e);
    }
  }

  /**
   * Missing it counts only between two checks that both see the sentinel, and twice: the spool may
   * come back between any two of them.
   */
  private Found checkNow(Path file, long size) {
    try {
      for (int check = 0; check < CHECKS; check++) {
        if (!presence.check()) {
          return Found.AWAY;
        }
        if (isAsKept(file, size)) {
          return Found.THERE;
        }
      }
      return presence.check() ? Found.GONE : Found.AWAY;
    } catch (IOException e) {
      presence.check();
      return Found.AWAY;
    }
  }

  private static boolean isAsKept(Path file, long size) throws IOException {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return facts.isRegularFile() && facts.size() == size;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Optional<String> linkNow(String path, String name) {
    try {
      presence.demand();
      // Both names share it, and the sweep must take the new one for as young as it is.
      Files.setLastModifiedTime(directory.resolve(path), FileTime.from(Instant.now()));
      Files.createLink(directory.resolve(name), directory.resolve(path));
      DirectorySentinel.flush(directory, StandardOpenOption.READ);
      return Optional.of(name);
    } catch (NoSuchFileException e) {
      presence.demand();
      return Optional.empty();
    } catch (IOException e) {
      throw presence.failed(e);
    }
  }

  /** Nothing is removed of a directory that is not the spool. */
  private void removeNow(String path) {
    try {
      presence.demand();
      Files.deleteIfExists(directory.resolve(path));
    } catch (IOException e) {
      throw presence.failed(e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest = new DigestInputStream(in, Sha256.digest())) {
      byte[] buffer = new byte[BUFFER];
      while (digest.read(buffer) >= 0) {
        // read for the digest only
      }
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }
  }
}
