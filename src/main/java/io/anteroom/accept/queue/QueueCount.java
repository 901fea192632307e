package io.anteroom.accept.queue;

import java.time.Duration;

/**
 * How much room there is in the queue of one client, as far as this replica knows: what was counted
 * last, and what it let in since. Thread-safe.
 */
final class QueueCount {

  /** What a look at the room says. */
  enum Answer {
    /** There is room, and it is taken. */
    ADMITTED,
    /** The same, and the count is old: somebody should count again. */
    ADMITTED_COUNT_AGAIN,
    /** It is too old a count to say, or one before most of them came. */
    COUNT_FIRST,
    /** There is none. */
    FULL
  }

  private static final long YOUNGEST = Duration.ofSeconds(1).toNanos();

  /** So that counting takes at most a twentieth of the time, however long the queue is. */
  private static final int PART_OF_TIME = 20;

  private final long most;
  private long counted;
  private long begun;
  private long finished;

  /** How many were finished before the count began: the others may be missing in it. */
  private long finishedBefore;

  private long countedAt;
  private long valid = -1;

  QueueCount(long most) {
    this.most = most;
  }

  /**
   * Takes room.
   *
   * @param now by {@link System#nanoTime()}
   */
  synchronized Answer take(int tasks, long now) {
    Answer answer = look(tasks, now);
    if (answer == Answer.ADMITTED || answer == Answer.ADMITTED_COUNT_AGAIN) {
      begun += tasks;
    }
    return answer;
  }

  /** What {@link #take} would say; nothing is taken. */
  synchronized Answer look(int tasks, long now) {
    long then = queued() + tasks;
    boolean young = valid >= 0 && now - countedAt <= valid;
    if (then > most) {
      return young && counted >= most / 2 ? Answer.FULL : Answer.COUNT_FIRST;
    }
    if (!young && then > most / 2) {
      return Answer.COUNT_FIRST;
    }
    return young ? Answer.ADMITTED : Answer.ADMITTED_COUNT_AGAIN;
  }

  /** Those that were let in are in the store, or may be: only a count can tell. */
  synchronized void finish(int tasks) {
    finished += tasks;
  }

  /** Those that were let in will never be in the store. */
  synchronized void giveBack(int tasks) {
    begun -= tasks;
  }

  /** A count begins; answers with what {@link #counted} is told. */
  synchronized long beginCount() {
    return finished;
  }

  /**
   * A count has ended.
   *
   * @param finishedThen as {@link #beginCount} answered
   * @param began when it began, by {@link System#nanoTime()}
   */
  synchronized void counted(long tasks, long finishedThen, long began, long now) {
    counted = tasks;
    finishedBefore = finishedThen;
    countedAt = now;
    valid = Math.max(YOUNGEST, PART_OF_TIME * (now - began));
  }

  /** How many wait, or a few more: what was let in while it was counted may count twice. */
  synchronized long queued() {
    return counted + begun - finishedBefore;
  }
}
