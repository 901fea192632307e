package io.anteroom.task;

import java.time.Duration;

/** For how long a queued task is held back at the most before its next submit. */
public final class LongestHold {

  /** After submits that were in doubt and did not happen. */
  public static final Duration AFTER_DOUBT = Duration.ofMinutes(5);

  /** So many of the longest holds are in the grace: each is five minutes of an hour. */
  private static final int HOLDS_IN_GRACE = 12;

  private LongestHold() {}

  /** After submits that an intermediary refused. */
  public static Duration afterRefusals(SubmitTimes times) {
    return times.intermediaryGrace().dividedBy(HOLDS_IN_GRACE);
  }

  /** Whatever it is held back for. */
  public static Duration of(SubmitTimes times) {
    Duration refused = afterRefusals(times);
    return refused.compareTo(AFTER_DOUBT) > 0 ? refused : AFTER_DOUBT;
  }
}
