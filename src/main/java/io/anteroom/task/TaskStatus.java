package io.anteroom.task;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The public status of a task: the seed's six (seed: File Sync Status), and CANCELLED. In the order
 * in which a task comes through them: a status never goes back.
 */
public enum TaskStatus {
  /** The task has been created and is being set up for processing. */
  INITIALIZING(false),
  /** The asset is being downloaded from its URL. */
  DOWNLOADING(false),
  /** The asset is being uploaded to permanent storage. */
  UPLOADING(false),
  /** The asset is being processed. */
  PROCESSING(false),
  /** The asset is ready for use. */
  DONE(true),
  /** An error ended it; the error field says which. */
  FAILED(true),
  /** It was cancelled before it was done. Ours: the seed has no such status. */
  CANCELLED(true);

  /** The names in their order, as an array in SQL. */
  public static final String SQL_ORDER =
      Arrays.stream(values())
          .map(status -> "'" + status.name() + "'")
          .collect(Collectors.joining(", ", "array[", "]"));

  private final boolean terminal;

  TaskStatus(boolean terminal) {
    this.terminal = terminal;
  }

  public boolean isTerminal() {
    return terminal;
  }

  /** The status with this name, in the spelling of the seed; empty where there is none. */
  public static Optional<TaskStatus> named(String word) {
    return Arrays.stream(values()).filter(s -> s.name().equals(word)).findFirst();
  }
}
