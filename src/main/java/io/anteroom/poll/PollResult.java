package io.anteroom.poll;

import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.UUID;

/**
 * What a poll of a running task came to.
 *
 * @param task which task
 * @param attempt which submit of it was polled
 * @param state where the task stands after the poll
 * @param pollAlone whether the next poll must be of it alone
 * @param pause no poll within this time
 * @param finding what kind of thing the poll found
 * @param note what is odd about the upstream's response, in a few words, or null
 */
public record PollResult(
    UUID task,
    int attempt,
    State state,
    boolean pollAlone,
    Duration pause,
    PollFinding finding,
    String note) {

  /**
   * Where a task stands after a poll.
   *
   * @param status its status; terminal ends it
   * @param upstreamStatus the upstream's own word, or null where it was not read
   * @param assetId the asset, or null
   * @param failure why it ended; not null exactly where {@code status} is FAILED or CANCELLED
   * @param polledAt the task's age at the poll; null where the poll told nothing of the status
   */
  public record State(
      TaskStatus status,
      String upstreamStatus,
      String assetId,
      TaskFailure failure,
      Duration polledAt) {

    /** Nothing ends without success and without a reason. */
    public State {
      boolean failed = status.isTerminal() && status != TaskStatus.DONE;
      if (failed != (failure != null)) {
        throw new IllegalArgumentException("a task that failed has a failure: " + status);
      }
    }

    /** The poll told nothing of the status. */
    static State unchanged(TaskStatus status) {
      return new State(status, null, null, null, null);
    }

    /** The task ended, though no poll told its status. */
    static State ended(TaskStatus status, TaskFailure failure) {
      return new State(status, null, null, failure, null);
    }
  }

  /** What a poll found, after which the task may be polled again at once. */
  static PollResult of(RunningTask task, State state, PollFinding finding) {
    return new PollResult(
        task.id(), task.attempt(), state, task.pollAlone(), Duration.ZERO, finding, null);
  }

  /** The same, and the next poll must be of it alone. */
  PollResult alone() {
    return new PollResult(task, attempt, state, true, pause, finding, note);
  }

  /** The same, and it is not polled again before this time. */
  PollResult notBefore(Duration wait) {
    return new PollResult(task, attempt, state, pollAlone, wait, finding, note);
  }

  /** The same with a note, or without one where it is null. */
  PollResult withNote(String text) {
    return new PollResult(task, attempt, state, pollAlone, pause, finding, text);
  }
}
