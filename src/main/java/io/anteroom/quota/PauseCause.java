package io.anteroom.quota;

import java.util.Arrays;
import java.util.Optional;

/** Why no call of a class may leave for a while. */
public enum PauseCause {
  /** The upstream said 429. */
  RATE_LIMITED("429"),
  /** The upstream said 503 and when to come again. */
  UNAVAILABLE("503"),
  /** The database lost commits, and the calls of one window are not known any more. */
  FAILOVER("failover");

  private final String label;

  PauseCause(String label) {
    this.label = label;
  }

  /** The word that the database and our responses have for it. */
  public String label() {
    return label;
  }

  /** The cause with this label; empty for none, and for that of a later version. */
  static Optional<PauseCause> labelled(String label) {
    return Arrays.stream(values()).filter(cause -> cause.label.equals(label)).findFirst();
  }
}
