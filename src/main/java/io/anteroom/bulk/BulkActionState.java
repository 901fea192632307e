package io.anteroom.bulk;

import java.util.Locale;

/** How a bulk action stands. */
public enum BulkActionState {
  RUNNING,
  /** It was stopped, and the batch in hand has not ended. */
  STOPPING,
  STOPPED,
  /** There is no task left. */
  FINISHED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static BulkActionState labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  public boolean hasEnded() {
    return this == STOPPED || this == FINISHED;
  }
}
