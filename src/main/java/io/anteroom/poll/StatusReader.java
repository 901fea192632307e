package io.anteroom.poll;

import io.anteroom.async.json.UnicodeText;
import io.anteroom.poll.PollResult.State;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.StatusMachine;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.json.UpstreamTask;
import jakarta.inject.Singleton;

/** Reads the upstream's status of a task as one of ours. Immutable, thread-safe. */
@Singleton
class StatusReader {

  static final TaskFailure CANCELLED = TaskFailure.of(FailureReason.CANCELLED, null);
  private static final int MAX_WORD = 100;

  private final StatusMachine statuses;

  StatusReader(StatusMachine statuses) {
    this.statuses = statuses;
  }

  /** Whether the upstream says a status that is understood here. */
  boolean knows(UpstreamTask upstream) {
    return statuses.knows(upstream.status());
  }

  /** Where the task stands, as the upstream says. */
  State read(RunningTask task, UpstreamTask upstream) {
    TaskStatus next = statuses.next(task.status(), upstream.status());
    boolean isCancelling = task.phase() == Phase.CANCELLING;
    // a task that failed while it was being cancelled was cancelled
    TaskStatus status = isCancelling && next == TaskStatus.FAILED ? TaskStatus.CANCELLED : next;
    return new State(
        status,
        word(upstream.status()),
        upstream.assetId(),
        failure(status, isCancelling, upstream),
        task.age());
  }

  /** What a cancelled task says of itself counts only where no client of ours had it cancelled. */
  private static TaskFailure failure(
      TaskStatus status, boolean isCancelling, UpstreamTask upstream) {
    return switch (status) {
      case FAILED -> TaskFailure.of(FailureReason.UPSTREAM_FAILED, reason(upstream));
      case CANCELLED ->
          isCancelling ? CANCELLED : TaskFailure.of(FailureReason.CANCELLED, upstream.error());
      default -> null;
    };
  }

  private static String reason(UpstreamTask upstream) {
    return upstream.error() == null
        ? "the upstream ended it with " + upstream.status() + " and gave no reason"
        : upstream.error();
  }

  private static String word(String status) {
    if (status.isEmpty()) {
      return null;
    }
    return UnicodeText.cut(status, MAX_WORD);
  }
}
