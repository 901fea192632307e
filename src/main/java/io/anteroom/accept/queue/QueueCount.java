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
    /** It has, and the count is old: it should be made again, beside the accept. */
    ADMIT_AND_RECOUNT,
    /** There was no count, it is too old to tell, or most of the queue came after it. */
    RECOUNT_FIRST,
    FULL
  }

  private static final long MIN_VALIDITY = Duration.ofSeconds(1).toNanos();

  /** So that counting takes at most a twentieth of the time, however long the queue is. */
  private static final int SHARE_OF_TIME = 20;

  /**
   * Which part of what was free an old count still lets in: other replicas may do so at the same
   * time.
   */
  private static final int TRUSTED_PART = 16;

  /** How much longer a count stands while nothing is admitted. */
  private static final int QUIET_FACTOR = 10;

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
    if (young) {
      return Verdict.ADMIT;
    }
    long sinceCount = then - counted;
    long trusted = (max - counted) / TRUSTED_PART;
    if (valid < 0 || sinceCount > trusted) {
      return Verdict.RECOUNT_FIRST;
    }
    return sinceCount <= trusted / 2 ? Verdict.ADMIT : Verdict.ADMIT_AND_RECOUNT;
  }

  /**
   * Whether it is time to count again, so that the next accepts find a young count: a queue that
   * grows soon, one that only gets shorter now and then, an empty one never.
   */
  synchronized boolean isDue(long now) {
    long sinceCount = begun - finishedBefore;
    long age = now - countedAt;
    return sinceCount > 0
        ? age > valid - MIN_VALIDITY / 2
        : counted > 0 && age > QUIET_FACTOR * valid;
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
   * @param cost how many nanoseconds this queue took: the count stands for as much longer
   * @param now by {@link Ticker#nanos()}
   */
  synchronized void counted(long tasks, long finishedThen, long cost, long now) {
    counted = tasks;
    finishedBefore = finishedThen;
    countedAt = now;
    valid = Math.max(MIN_VALIDITY, SHARE_OF_TIME * cost);
  }

  /** How many are queued, or a few more: what is admitted during a count may count twice. */
  synchronized long queued() {
    return counted + begun - finishedBefore;
  }
}
