package io.anteroom.submit;

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

  /** Has more in use, or where it is negative less: a request that is larger than a part may go. */
  void change(long bytes) {
    used.addAndGet(bytes);
  }

  private long part(long inUse) {
    return Math.max(0, Math.min(PART, max - inUse));
  }
}
