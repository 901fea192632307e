package io.anteroom.upload.s3;

import static io.anteroom.upload.s3.BucketClient.await;

import io.anteroom.upload.HashedFile;
import io.anteroom.upload.MeasuredCapacity;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A file that is received into a bucket. Up to the size of a part it stays in memory until it is
 * kept; a larger one is a multipart upload, and whoever adds to it waits while a part is stored.
 * Used by one thread at a time, but for {@link #discard()}.
 */
final class IncomingParts extends HashedFile {

  /** Before the names of what nobody has kept. */
  static final String FOLDER = "incoming/";

  private final Bucket bucket;
  private final ObjectUpload upload;
  private final MeasuredCapacity capacity;
  private final PartBuffer part;
  private final Consumer<Path> forget;
  private final String name = FOLDER + UUID.randomUUID();
  private volatile boolean discarded;
  private volatile boolean stored;

  /**
   * Begins a file.
   *
   * @param part an empty one, for this file
   * @param max how large it may be, in bytes
   * @param forget is told when it is no longer needed
   */
  IncomingParts(
      Bucket bucket, MeasuredCapacity capacity, PartBuffer part, long max, Consumer<Path> forget) {
    super(max);
    this.bucket = bucket;
    this.upload = new ObjectUpload(bucket, name);
    this.capacity = capacity;
    this.part = part;
    this.forget = forget;
  }

  @Override
  public Path path() {
    return Path.of(name);
  }

  /** A part is stored when it is full and there is more, so that the last one is never empty. */
  @Override
  protected void add(ByteBuffer bytes) {
    part.use();
    while (bytes.hasRemaining()) {
      if (part.isFull()) {
        store();
      }
      part.add(bytes);
    }
    demandNeeded();
    part.rest();
  }

  private void store() {
    capacity.demand(part.filled());
    if (!upload.hasBegun()) {
      await(upload.begin());
      demandNeeded();
    }
    await(upload.add(part.content()));
    capacity.stored(part.filled());
    part.clear();
  }

  @Override
  protected void complete() {
    part.use();
    if (upload.hasBegun()) {
      store();
      await(upload.complete());
      stored = true;
      part.release();
      demandNeeded();
    } else {
      capacity.demand(part.filled());
      part.restart();
    }
    part.rest();
  }

  /**
   * Gives a whole file its last name. A bucket cannot rename: what is there already is copied
   * within it.
   */
  Uni<Void> keepAs(String kept) {
    return stored
        ? bucket.copy(name, kept).invoke(this::demandCopied).replaceWithVoid()
        : Uni.createFrom().deferred(() -> putAs(kept));
  }

  private Uni<Void> putAs(String kept) {
    part.use();
    return bucket
        .put(kept, part.content())
        .invoke(() -> capacity.stored(part.filled()))
        .eventually(part::release);
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
    part.giveBack();
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
}
