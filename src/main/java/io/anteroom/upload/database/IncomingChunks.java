package io.anteroom.upload.database;

import io.anteroom.async.Sha256;
import io.anteroom.upload.FileTooLargeException;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.SpoolFullException;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A file that is received into the database. It holds one chunk in memory; whoever adds to it waits
 * while that one is stored. Used by one thread at a time, but for {@link #discard()}.
 */
final class IncomingChunks implements IncomingFile {

  /** What one statement stores, in bytes. */
  static final int CHUNK = 256 * 1024;

  /** Far longer than a statement takes on a database that answers. */
  private static final Duration STATEMENT = Duration.ofSeconds(15);

  private final SpoolFileStore files;
  private final ChunkStore chunks;
  private final DatabaseCapacity capacity;
  private final long max;
  private final UUID content = UUID.randomUUID();
  private final MessageDigest digest = Sha256.digest();
  private Buffer chunk = Buffer.buffer();
  private long size;
  private int stored;
  private boolean whole;

  private IncomingChunks(
      SpoolFileStore files, ChunkStore chunks, DatabaseCapacity capacity, long max) {
    this.files = files;
    this.chunks = chunks;
    this.capacity = capacity;
    this.max = max;
  }

  /**
   * Begins a file.
   *
   * @param max how large it may be, in bytes
   */
  static IncomingChunks begin(
      SpoolFileStore files, ChunkStore chunks, DatabaseCapacity capacity, long max) {
    IncomingChunks file = new IncomingChunks(files, chunks, capacity, max);
    await(files.begin(file.content));
    return file;
  }

  /** The content that a path stands for: it is no path of the disk. */
  static UUID contentOf(Path received) {
    return UUID.fromString(received.toString());
  }

  @Override
  public Path path() {
    return Path.of(content.toString());
  }

  @Override
  public void write(ByteBuffer bytes) {
    size += bytes.remaining();
    if (size > max) {
      throw new FileTooLargeException(max);
    }
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      byte[] part = new byte[Math.min(bytes.remaining(), CHUNK - chunk.length())];
      bytes.get(part);
      chunk.appendBytes(part);
      if (chunk.length() == CHUNK) {
        store();
      }
    }
  }

  @Override
  public void close() {
    if (whole) {
      return;
    }
    if (chunk.length() > 0) {
      store();
    }
    demandNotRemoved(
        await(files.complete(content, size, HexFormat.of().formatHex(digest.digest()))));
    whole = true;
  }

  /** By its first name: what was kept has another one. */
  @Override
  public void discard() {
    await(files.remove(content));
  }

  private void store() {
    capacity
        .refuses(chunk.length())
        .ifPresent(
            sentence -> {
              throw new SpoolFullException(sentence);
            });
    demandNotRemoved(await(chunks.append(content, stored, chunk)));
    capacity.stored(chunk.length());
    stored++;
    chunk = Buffer.buffer(); // the driver may still hold the other one
  }

  private static void demandNotRemoved(boolean there) {
    if (!there) {
      throw new SpoolUnavailableException("the file was removed while it was received", null);
    }
  }

  /** Whoever receives a form cannot tell the driver's failures from its own. */
  private static <T> T await(Uni<T> statement) {
    try {
      return statement.await().atMost(STATEMENT);
    } catch (RuntimeException e) {
      throw new SpoolUnavailableException("the database does not take the file: " + e, e);
    }
  }
}
