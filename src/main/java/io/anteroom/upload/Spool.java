package io.anteroom.upload;

import io.anteroom.async.CallerContext;
import io.anteroom.async.Sha256;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The directory of uploaded files. What {@link #keep} answers is on the disk, file and name, before
 * the task is accepted. Files are streamed; nothing here holds one in memory. Each answer comes on
 * the Vert.x context of its caller; {@link SpoolUnavailableException} is the only failure.
 * Thread-safe.
 */
@Singleton
public class Spool {

  private static final int BUFFER = 128 * 1024;
  private static final int CHECKS = 2;

  private final Path directory;
  private final SpoolAvailability presence;

  /** What became of a file that was kept. */
  public enum Found {
    /** It is there, as it was kept. */
    THERE,
    /** The spool is there, and the file is not, or is another one. */
    GONE,
    /** The spool is away: nothing is known of the file. */
    AWAY
  }

  /**
   * A file in the spool.
   *
   * @param id the task that it is for
   * @param path below the spool
   * @param size in bytes
   * @param sha256 in hex
   */
  public record Kept(UUID id, String path, long size, String sha256) {}

  public Spool(SpoolSettings settings, SpoolAvailability presence) {
    this.directory = settings.directory();
    this.presence = presence;
  }

  /** Whether the spool was there at the last check. Does not block. */
  public boolean isThere() {
    return presence.isThere();
  }

  /** How many bytes the disk of the spool has left. */
  public long freeBytes() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw presence.failed(e);
    }
  }

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
    return onWorker(() -> keepNow(received, newId));
  }

  /**
   * What became of a kept file.
   *
   * @param size in bytes, as it was kept
   */
  public Uni<Found> check(String path, long size) {
    return onWorker(() -> checkNow(directory.resolve(path), size));
  }

  /**
   * Makes a second name of a kept file for another task, on a worker thread: no byte is copied.
   *
   * @return its path below the spool; empty where the file is no longer there
   */
  public Uni<Optional<String>> link(String path, UUID id) {
    return onWorker(() -> linkNow(path, id.toString()));
  }

  /** Removes a file that is no longer needed; one that is not there is no error. */
  public Uni<Void> remove(String path) {
    return onWorker(
        () -> {
          removeNow(path);
          return null;
        });
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
      SpoolSentinel.flush(received, StandardOpenOption.WRITE);
      UUID id = newId.get();
      Files.move(received, directory.resolve(id.toString()), StandardCopyOption.REPLACE_EXISTING);
      SpoolSentinel.flush(directory, StandardOpenOption.READ);
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
      SpoolSentinel.flush(directory, StandardOpenOption.READ);
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
