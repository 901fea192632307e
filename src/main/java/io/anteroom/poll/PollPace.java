package io.anteroom.poll;

import io.anteroom.quota.PermitSupply;
import java.time.Duration;

/**
 * How often an account is polled: the free permits are spread evenly over the time until the next
 * one is free, so that no moment is left without one. Even, because a burst of polls is followed by
 * a time in which nothing can be seen, and that costs more than the burst gains (decision 6). A
 * step that comes late makes up for the polls that it missed, so that a slow machine uses the quota
 * as well. Pure arithmetic.
 *
 * @param between the time from one poll to the next, more than zero
 */
record PollPace(Duration between) {

  /** How many permits one step spends at the most. */
  static final int MAX_AT_ONCE = 16;

  /** What was missed longer ago is not made up for: it would be a burst. */
  private static final Duration MAX_DELAY = Duration.ofSeconds(1);

  /**
   * The pace that a supply allows.
   *
   * @param ofUnlimited the time between two polls where permits are unlimited
   */
  static PollPace of(PermitSupply supply, Duration ofUnlimited) {
    Duration even = supply.hold().dividedBy(supply.usable());
    if (even.isZero()) {
      return new PollPace(ofUnlimited.dividedBy(MAX_AT_ONCE));
    }
    Duration lasting =
        supply.nextFree().orElse(Duration.ZERO).dividedBy(Math.max(1, supply.free()));
    return new PollPace(longer(even, lasting));
  }

  /**
   * The time between two cancels that do not wait for the pace: that of two permits. It is not
   * longer while few permits are free, because a cancel may use those that polls leave to others.
   */
  static Duration betweenEarlyCancels(PermitSupply supply) {
    return supply.hold().dividedBy(supply.usable()).multipliedBy(2);
  }

  /** How many polls one step may make, so long after the last one of the pace; 0 if it is early. */
  int due(Duration since) {
    long due = since.toNanos() / Math.max(1, between.toNanos());
    return (int) Math.max(0, Math.min(MAX_AT_ONCE, due));
  }

  /**
   * The time that is left of the time since the last poll, after so many more.
   *
   * @return negative after a poll that came early, of a cancel: the next ones are later by it
   */
  Duration unspent(Duration since, int polls) {
    Duration left = since.minus(between.multipliedBy(polls));
    Duration max = longer(between, MAX_DELAY);
    Duration min = between.negated();
    return left.compareTo(max) > 0 ? max : longer(left, min);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
