package io.anteroom.upload.s3;

import io.anteroom.async.Sha256;
import io.anteroom.upload.FileTooLargeException;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.SpoolFullException;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A file that is received into a bucket. Up to the size of a part it stays in memory until it is
 * kept; a larger one is a multipart upload, and whoever adds to it waits while a part is stored.
 * Used by one thread at a time, but for {@link #discard()}.
 */
final class IncomingParts implements IncomingFile {

  /** Before the names of what nobody has kept. */
  static final String FOLDER = "incoming/";

  /** So much of each file is held without being counted, in bytes. */
  private static final int UNCOUNTED = 256 * 1024;

  private static final int PIECE = 8 * 1024;
  private static final Duration CALL = Duration.ofSeconds(65);

  private final Bucket bucket;
  private final BucketCapacity capacity;
  private final PartBuffers buffers;
  private final long max;
  private final Consumer<Path> forget;
  private final String name = FOLDER + UUID.randomUUID();
  private final MessageDigest digest = Sha256.digest();
  private final List<String> tags = new ArrayList<>();
  private byte[] part = new byte[PIECE];
  private int filled;
  private long size;
  private String sha256;
  private boolean counted;
  private boolean discarded;
  private volatile String upload;
  private volatile boolean stored;

  /**
   * Begins a file.
   *
   * @param max how large it may be, in bytes
   * @param forget is told when it is no longer needed
   */
  IncomingParts(
      Bucket bucket,
      BucketCapacity capacity,
      PartBuffers buffers,
      long max,
      Consumer<Path> forget) {
    this.bucket = bucket;
    this.capacity = capacity;
    this.buffers = buffers;
    this.max = max;
    this.forget = forget;
  }

  @Override
  public Path path() {
    return Path.of(name);
  }

  @Override
  public void write(ByteBuffer bytes) {
    size += bytes.remaining();
    if (size > max) {
      throw new FileTooLargeException(max);
    }
    digest.update(bytes.duplicate());
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
    if (wanted > UNCOUNTED) {
      count();
    }
    if (wanted > part.length) {
      int grown = wanted > UNCOUNTED ? buffers.size() : Math.max(wanted, 2 * part.length);
      part = Arrays.copyOf(part, Math.min(grown, buffers.size()));
    }
  }

  private void store() {
    demandRoom();
    if (upload == null) {
      upload = await(bucket.beginUpload(name));
    }
    ByteBuffer content = ByteBuffer.wrap(part, 0, filled);
    tags.add(await(bucket.addPart(name, upload, tags.size() + 1, content)));
    capacity.stored(filled);
    filled = 0;
  }

  private void demandRoom() {
    capacity
        .refuses(filled)
        .ifPresent(
            sentence -> {
              throw new SpoolFullException(sentence);
            });
  }

  @Override
  public void close() {
    if (sha256 != null) {
      return;
    }
    if (upload == null) {
      demandRoom();
    } else {
      store();
      await(bucket.completeUpload(name, upload, tags));
      stored = true;
      release();
    }
    sha256 = HexFormat.of().formatHex(digest.digest());
  }

  long size() {
    return size;
  }

  /** Of the whole file, in hex. */
  String sha256() {
    return sha256;
  }

  /**
   * Gives a whole file its last name. A bucket cannot rename: what is there already is copied
   * within it.
   */
  Uni<Void> keepAs(String kept) {
    if (!stored) {
      return bucket
          .put(kept, ByteBuffer.wrap(part, 0, filled))
          .invoke(() -> capacity.stored(filled))
          .eventually(this::release);
    }
    return bucket
        .copy(name, kept)
        .invoke(
            copied -> {
              if (!copied) {
                throw new SpoolUnavailableException("the received file is gone", null);
              }
            })
        .chain(() -> bucket.remove(name))
        .invoke(() -> stored = false);
  }

  /** What was kept has another name. */
  @Override
  public void discard() {
    forget.accept(path());
    synchronized (this) {
      discarded = true;
    }
    release();
    if (stored) {
      await(bucket.remove(name));
    } else if (upload != null) {
      await(bucket.abortUpload(name, upload));
    }
    stored = false;
    upload = null;
  }

  private void count() {
    if (!counted) {
      buffers.take();
      hold();
    }
  }

  private synchronized void hold() {
    counted = true;
    if (discarded) {
      release();
      throw new SpoolUnavailableException("the file is no longer needed", null);
    }
  }

  private synchronized void release() {
    if (counted) {
      counted = false;
      buffers.giveBack();
    }
  }

  /** Whoever receives a form cannot tell a timeout from its own failures. */
  private static <T> T await(Uni<T> call) {
    try {
      return call.await().atMost(CALL);
    } catch (TimeoutException e) {
      throw new SpoolUnavailableException("the bucket does not answer", e);
    }
  }
}
