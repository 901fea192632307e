package io.anteroom.upload;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where uploaded files wait until the upstream has them. What {@link #keep} answers outlives a
 * crash. Files are streamed: no spool holds one in memory. Each answer comes on the Vert.x context
 * of its caller. Thread-safe.
 */
public interface Spool {

  /** What became of a file that was kept. */
  enum Found {
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
   * @param path its name in the spool
   * @param size in bytes
   * @param sha256 in hex
   */
  record Kept(UUID id, String path, long size, String sha256) {}

  /** Why it cannot be used, in a few words; empty where it can. Does not block. */
  Optional<String> trouble();

  /** Whether it could be used at the last check. Does not block. */
  default boolean isThere() {
    return trouble().isEmpty();
  }

  /**
   * Fails unless it could be used at the last check. Does not block.
   *
   * @throws SpoolUnavailableException which says why not
   */
  default void demandThere() {
    trouble()
        .ifPresent(
            why -> {
              throw new SpoolUnavailableException("the spool cannot be used: " + why, null);
            });
  }

  /** Whether it shares the disk with files that are only passed through, as those to search by. */
  default boolean isOnDisk() {
    return false;
  }

  /** The size of the largest file, in bytes. */
  long maxFile();

  /** How many bytes it may hold. */
  long maxTotal();

  /**
   * Why a file of this size is not taken, as a sentence; empty where it is. By what was measured a
   * moment ago. Does not block.
   *
   * @param bytes 0 where it is not known
   */
  Optional<String> refuses(long bytes);

  /** How many bytes it holds, as it was measured last. Does not block. */
  long usedBytes();

  /** Begins to receive a file. Blocks. */
  IncomingFile receive() throws IOException;

  /**
   * Takes a received file over.
   *
   * @param received {@link IncomingFile#path()} of a file that was closed
   * @param newId makes the id of the task that it belongs to, which names the file; asked once its
   *     bytes are stored, since those of a large file take minutes
   */
  Uni<Kept> keep(Path received, Supplier<UUID> newId);

  /**
   * What became of a kept file. Never fails.
   *
   * @param size in bytes, as it was kept
   */
  Uni<Found> check(String path, long size);

  /** The content of a kept file, read as it is asked for. It fails where the file is gone. */
  Multi<Buffer> read(String path);

  /**
   * Makes a second name of a kept file for another task: no byte is read.
   *
   * @return its path in the spool; empty where the file is no longer there
   */
  Uni<Optional<String>> link(String path, UUID id);

  /** Removes a file that is no longer needed; one that is not there is no error. */
  Uni<Void> remove(String path);

  /**
   * The paths of files that came into the spool before this time, those that were never received
   * whole included; none where the spool is away.
   */
  Uni<List<String>> olderThan(Instant time);
}
