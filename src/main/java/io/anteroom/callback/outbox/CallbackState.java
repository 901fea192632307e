package io.anteroom.callback.outbox;

import java.util.Locale;

/** Where a callback stands. */
public enum CallbackState {
  /** Another attempt will be made, or one is under way. */
  PENDING,
  /** The receiver answered 2xx. */
  DELIVERED,
  /** The attempt after the last wait failed too, or all the time of the schedule is over. */
  EXHAUSTED,
  /** The receiver answered 410: it does not want it any more. */
  GONE;

  /** As the database and the API spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
