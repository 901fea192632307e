package io.anteroom.task;

import java.util.Locale;

/** Why it is not known whether a submit happened. */
public enum InDoubtReason {
  /** Its answer never came: the upstream may be at work on it still. */
  LOST,
  /** It was answered with an error: the upstream's work on it has ended, one way or the other. */
  FAILED,
  /** The upstream said that it did no work on it, and to come again. */
  UNPROCESSED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason with this label; {@link #LOST}, whose grace is the longest, where there is none. */
  public static InDoubtReason labelled(String label) {
    return label == null ? LOST : valueOf(label.toUpperCase(Locale.ROOT));
  }
}
