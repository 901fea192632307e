package io.anteroom.poll;

import io.anteroom.quota.PermitSupply;
import java.time.Duration;

/**
 * What a poll must be worth, in seconds of expected staleness: cheap while permits are plentiful,
 * dear as they get scarce, so that a burst never leaves the class blind for the rest of a window.
 * The two forms were found by simulation (decision 6).
 *
 * @param interval the average time between two permits, in seconds; 0 where they are unlimited
 * @param usable how many permits there are at the most, at least 1
 * @param target the least price, in seconds
 */
record PollPrice(double interval, int usable, double target) {

  /** The price in intervals while every permit is free. */
  private static final double BASE = 0.05;

  /** How steeply the price of a poll of one task rises. */
  private static final double STEEPNESS = 2;

  static PollPrice of(PermitSupply permitSupply, Duration target) {
    double hold = permitSupply.hold().toNanos() / 1e9;
    return new PollPrice(
        hold / permitSupply.usable(), permitSupply.usable(), target.toNanos() / 1e9);
  }

  /** Of a poll of one task: every permit can be spent, since each shows one end at the most. */
  double ofOne(int free) {
    double part = part(free);
    return part == 0 ? Double.POSITIVE_INFINITY : price(STEEPNESS * (1 - part) * (1 - part));
  }

  /**
   * Of a poll of a page: some permits always stay, since the page of a little later shows as much
   * and more, and with more tasks the same pages are worth more.
   */
  double ofPage(int free) {
    double part = part(free);
    return part == 0 ? Double.POSITIVE_INFINITY : price((1 - part) * (1 - part) / part);
  }

  /** The least price of any poll. */
  double min() {
    return price(0);
  }

  private double price(double scarcity) {
    return Math.max(target, interval * (BASE + scarcity));
  }

  private double part(int free) {
    return Math.max(0, Math.min(1, (double) free / usable));
  }
}
