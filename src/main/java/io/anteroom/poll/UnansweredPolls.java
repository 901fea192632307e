package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.task.PollHistory;
import java.time.Duration;

/**
 * The {@link PollHistory} of a task in the memory of the replica that polls it. Times are readings
 * of its {@link Ticker}. Immutable, thread-safe.
 *
 * @param since the first of the latest polls that did not say where the task stands, or null
 * @param notFoundSince the first of those by which the upstream does not know it, or null
 * @param notFoundPolls how many those are
 */
record UnansweredPolls(Long since, Long notFoundSince, int notFoundPolls) {

  static final UnansweredPolls NONE = new UnansweredPolls(null, null, 0);

  /** As the row of the task says. */
  static UnansweredPolls of(PollHistory history, long now) {
    UnansweredPolls polls =
        new UnansweredPolls(
            before(now, history.unansweredFor()),
            before(now, history.notFoundFor()),
            history.notFoundPolls());
    return polls.equals(NONE) ? NONE : polls;
  }

  private static Long before(long now, Duration ago) {
    return ago.isZero() ? null : now - ago.toNanos();
  }

  /** After one more poll. */
  UnansweredPolls after(PollFinding finding, long now) {
    return switch (finding) {
      case STATUS -> NONE;
      case NOT_POLLED -> this;
      case NOT_FOUND ->
          new UnansweredPolls(first(since, now), first(notFoundSince, now), notFoundPolls + 1);
      case UNKNOWN_STATUS, NO_RESPONSE ->
          new UnansweredPolls(first(since, now), notFoundSince, notFoundPolls);
    };
  }

  private static Long first(Long earlier, long now) {
    return earlier == null ? Long.valueOf(now) : earlier;
  }

  PollHistory at(long now, String note) {
    return this == NONE && note == null
        ? PollHistory.NONE
        : new PollHistory(until(now, since), until(now, notFoundSince), notFoundPolls, note);
  }

  private static Duration until(long now, Long then) {
    return then == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, now - then));
  }

  /**
   * Whether the next replica needs this in the row. Of polls without a response it needs to know
   * only when they have lasted, since they are polled less often by then; of a task that the
   * upstream does not know, each of the polls that have to agree before it ends.
   *
   * @param stored what the row says
   * @param lasting how long is long
   */
  boolean isWorthStoring(UnansweredPolls stored, long now, Duration lasting) {
    boolean isEvidence =
        (notFoundSince == null) != (stored.notFoundSince == null)
            || Math.min(notFoundPolls, PollReader.MIN_POLLS)
                != Math.min(stored.notFoundPolls, PollReader.MIN_POLLS);
    boolean isOver = since == null && stored.since != null;
    boolean isLasting = since != null && stored.since == null && now - since >= lasting.toNanos();
    return isEvidence || isOver || isLasting;
  }
}
