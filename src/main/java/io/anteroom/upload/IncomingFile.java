package io.anteroom.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file while it is received. Every method may block: for worker threads. Used by one thread at a
 * time.
 */
public interface IncomingFile {

  /** What {@link Spool#keep} takes it by. It is the path of a file only where the disk has it. */
  Path path();

  /**
   * Adds these bytes; returns when there is room for the next ones.
   *
   * @throws FileTooLargeException where it gets larger than it may be
   * @throws SpoolFullException where there is no space for it
   */
  void write(ByteBuffer content) throws IOException;

  /** It is whole. Nothing is written after that. Closing it again changes nothing. */
  void close() throws IOException;

  /** Removes what was received, unless it was kept meanwhile. */
  void discard() throws IOException;
}
