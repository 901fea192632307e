package io.anteroom.poll;

import io.anteroom.async.Ticker;
import java.time.Duration;

/**
 * When a lane may poll: by the pace, and while there are permits. Belongs to the steps of one lane,
 * which may run on different threads, one after the other.
 */
final class PollTimer {

  /** After this time permits are looked for again: others may have given some back. */
  private static final Duration PERMITS_AGAIN = Duration.ofSeconds(1);

  private final Ticker ticker;

  /** As the last supply allowed it. */
  private volatile PollPace pace = new PollPace(Duration.ofMinutes(1));

  /** When this replica last polled by the pace; others show in the permits that are left. */
  private volatile long pacedAt;

  /** Before this there is no permit, as far as is known. */
  private volatile long permitAt;

  /** When a cancel was last sent without waiting for the pace. */
  private volatile long cancelledAt;

  /** One poll may be made at once. */
  PollTimer(Ticker ticker) {
    this.ticker = ticker;
    this.pacedAt = ticker.nanos() - pace.between().toNanos();
    this.permitAt = pacedAt;
    this.cancelledAt = pacedAt - pace.between().toNanos();
  }

  /** How many polls may be made now. */
  int due() {
    return permitAt - ticker.nanos() > 0 ? 0 : pace.due(ticker.since(pacedAt));
  }

  /** How long until a poll may be made; zero or less where it may be now. */
  Duration untilDue() {
    Duration permit = Duration.ofNanos(permitAt - ticker.nanos());
    Duration next = pace.between().minus(ticker.since(pacedAt));
    return permit.compareTo(next) > 0 ? permit : next;
  }

  /**
   * How long until a cancel may be sent without waiting for the pace; zero or less where it may be
   * now. Of many cancels one leaves in the time of two polls, so that they cannot take all permits
   * from the polls of other tasks.
   */
  Duration untilCancel() {
    return pace.between().multipliedBy(2).minus(ticker.since(cancelledAt));
  }

  /** A cancel is sent early now. */
  void cancelled() {
    cancelledAt = ticker.nanos();
  }

  /** There are permits, which allow this pace. */
  void supplied(PollPace allowed) {
    pace = allowed;
    permitAt = ticker.nanos();
  }

  /** There is no permit for so long. */
  void noPermitFor(Duration wait) {
    Duration sooner = wait.compareTo(PERMITS_AGAIN) < 0 ? wait : PERMITS_AGAIN;
    permitAt = ticker.nanos() + sooner.toNanos();
  }

  /** So many polls are made now. */
  void polled(int polls) {
    long now = ticker.nanos();
    pacedAt = now - pace.unspent(Duration.ofNanos(now - pacedAt), polls).toNanos();
  }
}
