package io.anteroom.upload.s3;

import static io.anteroom.upload.s3.BucketClient.await;

import io.anteroom.upload.HashedFile;
import io.anteroom.upload.MeasuredCapacity;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A file that is received into a bucket. Up to the size of a part it stays in memory until it is
 * kept; a larger one is a multipart upload, and whoever adds to it waits while a part is stored.
 * Used by one thread at a time, but for {@link #discard()}.
 */
final class IncomingParts extends HashedFile {

  /** Before the names of what nobody has kept. */
  static final String FOLDER = "incoming/";

  /** So much of each file is held without being counted, in bytes. */
  private static final int UNCOUNTED = 256 * 1024;

  private static final int PIECE = 8 * 1024;
  private static final byte[] NOTHING = {};

  private final Bucket bucket;
  private final ObjectUpload upload;
  private final MeasuredCapacity capacity;
  private final PartBuffers buffers;
  private final Consumer<Path> forget;
  private final String name = FOLDER + UUID.randomUUID();
  private final AtomicBoolean counted = new AtomicBoolean();
  private byte[] part = new byte[PIECE];
  private int filled;
  private volatile boolean discarded;
  private volatile boolean stored;

  /**
   * Begins a file.
   *
   * @param max how large it may be, in bytes
   * @param forget is told when it is no longer needed
   */
  IncomingParts(
      Bucket bucket,
      MeasuredCapacity capacity,
      PartBuffers buffers,
      long max,
      Consumer<Path> forget) {
    super(max);
    this.bucket = bucket;
    this.upload = new ObjectUpload(bucket, name);
    this.capacity = capacity;
    this.buffers = buffers;
    this.forget = forget;
  }

  @Override
  public Path path() {
    return Path.of(name);
  }

  @Override
  protected void add(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      makeRoom(bytes.remaining());
      int length = Math.min(bytes.remaining(), part.length - filled);
      bytes.get(part, filled, length);
      filled += length;
    }
  }

  /** The part is stored when it is full and there is more, so that the last one is never empty. */
  private void makeRoom(int more) {
    if (filled == buffers.size()) {
      store();
    }
    int wanted = Math.min(filled + more, buffers.size());
    if (wanted > UNCOUNTED && !counted.get()) {
      buffers.take();
      counted.set(true);
      demandNeeded();
    }
    if (wanted > part.length) {
      int grown = wanted > UNCOUNTED ? buffers.size() : Math.max(wanted, 2 * part.length);
      part = Arrays.copyOf(part, Math.min(grown, buffers.size()));
    }
  }

  private void store() {
    capacity.demand(filled);
    if (!upload.hasBegun()) {
      await(upload.begin());
      demandNeeded();
    }
    await(upload.add(ByteBuffer.wrap(part, 0, filled)));
    capacity.stored(filled);
    filled = 0;
  }

  @Override
  protected void complete() {
    if (!upload.hasBegun()) {
      capacity.demand(filled);
      return;
    }
    store();
    await(upload.complete());
    stored = true;
    release();
    demandNeeded();
  }

  /**
   * Gives a whole file its last name. A bucket cannot rename: what is there already is copied
   * within it.
   */
  Uni<Void> keepAs(String kept) {
    if (stored) {
      return bucket.copy(name, kept).invoke(this::demandCopied).replaceWithVoid();
    }
    return bucket
        .put(kept, ByteBuffer.wrap(part, 0, filled))
        .invoke(() -> capacity.stored(filled))
        .eventually(this::release);
  }

  private void demandCopied(boolean copied) {
    if (!copied) {
      throw new SpoolUnavailableException("the received file is gone", null);
    }
  }

  /** What was kept has another name. */
  @Override
  public void discard() {
    forget.accept(path());
    discarded = true;
    giveBack();
    if (upload.hasBegun()) {
      if (!stored) {
        await(upload.abort());
      }
      await(bucket.remove(name)); // it may be whole although no answer said so
    }
  }

  /** Whoever discarded it could not see yet what this thread has just got for it. */
  private void demandNeeded() {
    if (discarded) {
      discard();
      throw new SpoolUnavailableException("the file is no longer needed", null);
    }
  }

  /** The request may go on for minutes. */
  private void release() {
    part = NOTHING;
    giveBack();
  }

  private void giveBack() {
    if (counted.getAndSet(false)) {
      buffers.giveBack();
    }
  }
}
