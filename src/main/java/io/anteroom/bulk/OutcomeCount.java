package io.anteroom.bulk;

import java.util.UUID;

/**
 * How many tasks of a batch had the same outcome.
 *
 * @param outcome {@code done}, {@code skipped} or {@code failed}
 * @param reason why; empty for done
 * @param task the last of them
 */
record OutcomeCount(String outcome, String reason, int tasks, UUID task) {

  static final String DONE = "done";
  static final String SKIPPED = "skipped";
  static final String FAILED = "failed";

  /** The reason of what failed: the log of the replica has more. */
  static final String ERROR = "error";

  OutcomeCount plus(OutcomeCount other) {
    return new OutcomeCount(outcome, reason, tasks + other.tasks, other.task);
  }
}
