package io.anteroom.accept.queue;

import io.anteroom.async.Ticker;
import java.time.Duration;

/**
 * How many tasks of one client are queued, as far as this replica knows: the last count, and what
 * it admitted since. Pure arithmetic. Thread-safe.
 */
final class QueueCount {

  enum Verdict {
    ADMIT,
    /** It has, and the count is old: it should be made again. */
    ADMIT_AND_RECOUNT,
    /** The count is too old to tell, or most of the queue came after it. */
    RECOUNT_FIRST,
    FULL
  }

  private static final long MIN_VALIDITY = Duration.ofSeconds(1).toNanos();

  /** So that counting takes at most a twentieth of the time, however long the queue is. */
  private static final int SHARE_OF_TIME = 20;

  private final long max;
  private long counted;
  private long begun;
  private long finished;

  /** How many were finished before the count began: the others may be missing in it. */
  private long finishedBefore;

  private long countedAt;
  private long valid = -1;

  QueueCount(long max) {
    this.max = max;
  }

  /**
   * Takes capacity, if there is enough for all the tasks.
   *
   * @param now by {@link Ticker#nanos()}
   */
  synchronized Verdict take(int tasks, long now) {
    Verdict verdict = check(tasks, now);
    if (verdict == Verdict.ADMIT || verdict == Verdict.ADMIT_AND_RECOUNT) {
      begun += tasks;
    }
    return verdict;
  }

  /** What {@link #take} would say; nothing is taken. */
  synchronized Verdict check(int tasks, long now) {
    long then = queued() + tasks;
    boolean young = valid >= 0 && now - countedAt <= valid;
    if (then > max) {
      return young && counted >= max / 2 ? Verdict.FULL : Verdict.RECOUNT_FIRST;
    }
    if (!young && then > max / 2) {
      return Verdict.RECOUNT_FIRST;
    }
    return young ? Verdict.ADMIT : Verdict.ADMIT_AND_RECOUNT;
  }

  /** Admitted tasks are in the database, or may be: only a count can tell. */
  synchronized void finish(int tasks) {
    finished += tasks;
  }

  /** Admitted tasks will never be in the database. */
  synchronized void giveBack(int tasks) {
    begun -= tasks;
  }

  /** A count begins. Returns what {@link #counted} needs when it has ended. */
  synchronized long beginCount() {
    return finished;
  }

  /**
   * A count has ended.
   *
   * @param finishedThen what {@link #beginCount} returned
   * @param began when it began, by {@link Ticker#nanos()}
   */
  synchronized void counted(long tasks, long finishedThen, long began, long now) {
    counted = tasks;
    finishedBefore = finishedThen;
    countedAt = now;
    valid = Math.max(MIN_VALIDITY, SHARE_OF_TIME * (now - began));
  }

  /** How many are queued, or a few more: what is admitted during a count may count twice. */
  synchronized long queued() {
    return counted + begun - finishedBefore;
  }
}
