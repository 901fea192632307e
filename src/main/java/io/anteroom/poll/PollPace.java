package io.anteroom.poll;

import io.anteroom.quota.PermitSupply;
import java.time.Duration;

/**
 * How often an account is polled: the free permits are spread evenly over the time until the next
 * one is free, so that no moment is left without one. Even, because a burst of polls is followed by
 * a time in which nothing can be seen, and that costs more than the burst gains (decision 6).
 *
 * @param between the time between two polls, not negative; zero where permits are unlimited
 * @param atOnce how many polls one step may make, at least 1
 */
record PollPace(Duration between, int atOnce) {

  /** How many permits one step spends at the most. */
  static final int MAX_AT_ONCE = 16;

  /**
   * The pace that a supply allows.
   *
   * @param least no two steps that poll are closer than this; where permits come faster, a step
   *     makes several polls
   */
  static PollPace of(PermitSupply supply, Duration least) {
    Duration even = supply.hold().dividedBy(supply.usable());
    if (even.isZero()) {
      return new PollPace(least, MAX_AT_ONCE);
    }
    Duration lasting =
        supply.nextFree().orElse(Duration.ZERO).dividedBy(Math.max(1, supply.free()));
    Duration between = longer(even, lasting);
    long atOnce = least.toNanos() / Math.max(1, between.toNanos());
    return new PollPace(longer(between, least), (int) Math.max(1, Math.min(MAX_AT_ONCE, atOnce)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
