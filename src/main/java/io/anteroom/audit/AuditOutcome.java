package io.anteroom.audit;

import java.util.Locale;

/** What became of an act. */
public enum AuditOutcome {
  /** It was asked for; whether it happened is not known yet, or was never written down. */
  ASKED,
  /** It happened. */
  DONE,
  /** It did not happen. */
  FAILED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
