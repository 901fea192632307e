package io.anteroom.upload.sentinel;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * What makes a storage the spool: it holds the spool's id, beside the files. Without it a storage
 * is not the spool, however empty it is. Every method blocks. Thread-safe.
 */
public interface SpoolSentinel {

  /** Its name; none of the kept files can have it. */
  String NAME = ".anteroom-spool";

  /** An id that no spool has: of a sentinel that holds something else. */
  UUID NO_ID = new UUID(0, 0);

  /**
   * The id in it; empty where there is none, the nil UUID where it holds no id.
   *
   * @throws IOException where that cannot be told
   */
  Optional<UUID> read() throws IOException;

  /**
   * Makes it, durably, unless another replica is making it at the same time.
   *
   * @return the id that the storage has then
   */
  UUID make(UUID id) throws IOException;

  /** Makes it anew, whatever it held. */
  UUID replace(UUID id) throws IOException;

  /** Whether files of tasks are in the same storage, be that the spool or not. */
  boolean isAmongFilesOfTasks() throws IOException;

  /** The id that a sentinel with this content holds, or the nil UUID. */
  static UUID parse(String content) {
    try {
      return UUID.fromString(content.strip());
    } catch (IllegalArgumentException e) {
      return NO_ID;
    }
  }
}
