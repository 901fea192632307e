package io.anteroom.task;

import java.util.Locale;

/** Which internal step a task is in. */
public enum Phase {
  /** Accepted, waits for a permit. */
  QUEUED,
  /** Marked for submit; the call may be under way. */
  SUBMITTING,
  /** A submit was sent and its answer never came. */
  IN_DOUBT,
  /** The upstream has it. */
  RUNNING,
  /** The upstream has it and is asked to cancel it. */
  CANCELLING,
  ENDED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Phase labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
