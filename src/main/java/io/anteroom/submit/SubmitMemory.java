package io.anteroom.submit;

import io.anteroom.submit.SubmitClaim.Batch;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the requests of the submits under way take on this replica. A lane takes a part
 * before it claims tasks, claims no more than fit, and gives back what it did not need and what has
 * been sent. Thread-safe.
 */
@Singleton
class SubmitMemory {

  /** A request takes about three times its size while it is sent. */
  private static final int PART_OF_HEAP = 16;

  /** What a lane takes at once, in bytes: the lanes go on beside each other. */
  private static final long PART = 4L * 1024 * 1024;

  private final long max;
  private final AtomicLong used = new AtomicLong();

  SubmitMemory() {
    this(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /**
   * @param max in bytes, at least 1
   */
  SubmitMemory(long max) {
    this.max = max;
  }

  /** Takes a part; 0 where there is none left. */
  long take() {
    long before = used.getAndUpdate(n -> n + part(n));
    return part(before);
  }

  /**
   * The claim, after which only what its tasks need is in use. A claim that fails or is cancelled
   * needs nothing: a step of a lane is cancelled when it takes too long ({@link
   * io.anteroom.async.Loop}).
   *
   * @param bytes what was taken for the claim; its tasks may need more
   */
  Uni<Batch> settle(long bytes, Uni<Batch> claim) {
    return claim
        .onTermination()
        .invoke((batch, failure, cancelled) -> used.addAndGet(inUse(batch) - bytes));
  }

  private static long inUse(Batch batch) {
    return batch == null ? 0 : batch.requestSize();
  }

  /** A submit has ended. */
  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  private long part(long inUse) {
    return Math.max(0, Math.min(PART, max - inUse));
  }
}
