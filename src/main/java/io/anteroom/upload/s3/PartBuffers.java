package io.anteroom.upload.s3;

import io.anteroom.async.Ticker;
import io.anteroom.upload.SpoolUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many files hold so many bytes in memory at a time. A file whose bytes take too long to
 * arrive gives way to one that waits, so that slow clients cannot keep the others out. Thread-safe.
 */
final class PartBuffers {

  /** What is held of a file. */
  interface Holder {

    /** When its bytes began to arrive, by {@link #now()}. */
    long since();

    /**
     * Takes its part away and refuses what comes of it later, unless it is at work with it just
     * now.
     *
     * @return whether it was taken away
     */
    boolean giveWay();
  }

  /** Each file that waits holds a thread. */
  private static final int MAX_WAITING = 32;

  /** How much longer than a part may take a file waits for its turn, in nanoseconds. */
  private static final long MARGIN = TimeUnit.SECONDS.toNanos(10);

  /** A file that was at work when its time was over is asked again after so long. */
  private static final long BUSY = TimeUnit.MILLISECONDS.toNanos(100);

  private final int size;
  private final long timeout;
  private final Ticker ticker;
  private final Semaphore free;
  private final Set<Holder> holders = ConcurrentHashMap.newKeySet();

  /**
   * @param size how much one file may hold, in bytes
   * @param max how many files may hold so much
   * @param timeout how long the bytes may take to arrive while other files wait
   */
  PartBuffers(int size, int max, Duration timeout, Ticker ticker) {
    this.size = size;
    this.timeout = timeout.toNanos();
    this.ticker = ticker;
    this.free = new Semaphore(max, true);
  }

  int size() {
    return size;
  }

  long now() {
    return ticker.nanos();
  }

  /**
   * Waits until one more file may hold its bytes.
   *
   * @throws SpoolUnavailableException where no other gives way in time, or too many wait
   */
  void take(Holder holder) {
    if (free.getQueueLength() >= MAX_WAITING) {
      throw tooMany();
    }
    long end = now() + timeout + MARGIN;
    try {
      while (!free.tryAcquire(untilOneIsTooSlow(end), TimeUnit.NANOSECONDS)) {
        if (now() - end >= 0) {
          throw tooMany();
        }
        oneGivesWay();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpoolUnavailableException("interrupted", e);
    }
    holders.add(holder);
  }

  /** Whether a file waits for its turn. */
  boolean areWanted() {
    return free.hasQueuedThreads();
  }

  void giveBack(Holder holder) {
    holders.remove(holder);
    free.release();
  }

  private static SpoolUnavailableException tooMany() {
    return new SpoolUnavailableException("too many files are received at a time", null);
  }

  private void oneGivesWay() {
    holders.stream().filter(holder -> age(holder) >= timeout).anyMatch(Holder::giveWay);
  }

  /** In nanoseconds, but no longer than to the end of the wait. */
  private long untilOneIsTooSlow(long end) {
    long oldest = holders.stream().mapToLong(this::age).max().orElse(timeout);
    return Math.min(Math.max(timeout - oldest, BUSY), end - now());
  }

  private long age(Holder holder) {
    return now() - holder.since();
  }
}
