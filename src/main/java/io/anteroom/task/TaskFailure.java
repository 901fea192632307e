package io.anteroom.task;

import java.util.Objects;

/**
 * Why a task ended without success. Immutable.
 *
 * @param reason what machines switch over, not null
 * @param upstreamStatus the HTTP status of the upstream's answer that ended it, or null where no
 *     answer did
 * @param message words for people, the upstream's own where it gave some; or null
 */
public record TaskFailure(FailureReason reason, Integer upstreamStatus, String message) {

  public TaskFailure {
    Objects.requireNonNull(reason, "a failure has a reason");
  }

  /** Not by an answer of the upstream. */
  public static TaskFailure of(FailureReason reason, String message) {
    return new TaskFailure(reason, null, message);
  }

  /** As the database keeps it; null where there is no failure. */
  public static TaskFailure stored(String label, Integer upstreamStatus, String message) {
    return label == null
        ? null
        : new TaskFailure(FailureReason.labelled(label), upstreamStatus, message);
  }
}
