package io.anteroom.poll;

import io.anteroom.quota.ClassSlots;
import io.anteroom.quota.QuotaSettings;
import java.util.OptionalInt;

/**
 * The permits of class {@code default} that polls leave to calls that a caller waits for.
 *
 * @param slots how many permits of the class there are, at least 1
 * @param min how many of them are left whether or not anybody waits
 */
record PollReserve(int slots, int min) {

  /** Of a class with this limit; without one nothing has to be left. */
  static PollReserve of(OptionalInt limit, QuotaSettings quota) {
    int slots = ClassSlots.of(limit, quota).slots();
    int share = (int) Math.ceil(slots * quota.interactiveReserve());
    return new PollReserve(slots, limit.isEmpty() ? 0 : Math.min(slots - 1, share));
  }

  /**
   * How many permits are reserved while so many calls wait: one more for each, but never more than
   * half of all, since those whose tasks are polled wait too.
   */
  int permits(int waiting) {
    return Math.max(min, Math.min(min + waiting, slots / 2));
  }
}
