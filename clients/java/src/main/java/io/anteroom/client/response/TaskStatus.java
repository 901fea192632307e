package io.anteroom.client.response;

import java.util.Locale;

/** How a task stands. A status never goes back, and one that {@link #hasEnded()} never changes. */
public enum TaskStatus {
  /** Accepted, and not downloaded yet; perhaps not even submitted. */
  INITIALIZING,
  /** The upstream fetches what is to be indexed. */
  DOWNLOADING,
  /** The upstream stores it. */
  UPLOADING,
  /** The upstream extracts and indexes. */
  PROCESSING,
  /** Ended with success. */
  DONE,
  /** Ended without success: see {@link Task#failure()}. */
  FAILED,
  /** Cancelled, by you or upstream. */
  CANCELLED,
  /** The response names none (the task could not be read then), or one that is not known here. */
  UNKNOWN;

  /** Whether it is final. */
  public boolean hasEnded() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }

  /**
   * The status with this name; {@link #UNKNOWN} for another one.
   *
   * @param name as in JSON; not null
   */
  static TaskStatus named(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }
}
