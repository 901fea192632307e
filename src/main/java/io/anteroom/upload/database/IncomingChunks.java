package io.anteroom.upload.database;

import io.anteroom.upload.HashedFile;
import io.anteroom.upload.MeasuredCapacity;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * A file that is received into the database. It holds one chunk in memory; whoever adds to it waits
 * while that one is stored. Used by one thread at a time, but for {@link #discard()}.
 */
final class IncomingChunks extends HashedFile {

  /** What one statement stores, in bytes. */
  static final int CHUNK = 256 * 1024;

  /** Far longer than a statement takes on a database that answers. */
  private static final Duration STATEMENT = Duration.ofSeconds(15);

  private final SpoolFileStore files;
  private final ChunkStore chunks;
  private final MeasuredCapacity capacity;
  private final UUID content = UUID.randomUUID();
  private Buffer chunk = Buffer.buffer();
  private int stored;

  private IncomingChunks(
      SpoolFileStore files, ChunkStore chunks, MeasuredCapacity capacity, long max) {
    super(max);
    this.files = files;
    this.chunks = chunks;
    this.capacity = capacity;
  }

  /**
   * Begins a file.
   *
   * @param max how large it may be, in bytes
   */
  static IncomingChunks begin(
      SpoolFileStore files, ChunkStore chunks, MeasuredCapacity capacity, long max) {
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
  protected void add(ByteBuffer bytes) {
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
  protected void complete() {
    if (chunk.length() > 0) {
      store();
    }
    demandNotRemoved(await(files.complete(content, size(), sha256())));
  }

  /** By its first name: what was kept has another one. */
  @Override
  public void discard() {
    await(files.remove(content));
  }

  private void store() {
    capacity.demand(chunk.length());
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
