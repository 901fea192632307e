package io.anteroom.bulk;

import io.anteroom.async.sql.ChangeScope;
import io.anteroom.task.Task;
import io.anteroom.task.TaskStatus;
import io.anteroom.waiting.TaskCancellation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Asks for the end of tasks. Thread-safe. */
@Singleton
class BulkCancel {

  private final TaskCancellation cancellation;

  BulkCancel(TaskCancellation cancellation) {
    this.cancellation = cancellation;
  }

  /**
   * Cancels it.
   *
   * @param task as it was a moment ago
   */
  Uni<TaskOutcome> apply(BulkActionInHand action, Task task) {
    return cancellation
        .request(task.id, task.client, ChangeScope.ALONE)
        .map(changed -> changed ? new TaskOutcome.Done(task.id) : unchanged(action, task));
  }

  /** Either somebody else was first, or this batch is repeated. */
  private static TaskOutcome unchanged(BulkActionInHand action, Task task) {
    boolean sinceThen = !task.updatedAt.isBefore(action.batchAt());
    if (sinceThen && (!task.hasEnded() || task.status == TaskStatus.CANCELLED)) {
      return new TaskOutcome.Done(task.id);
    }
    return new TaskOutcome.Skipped(
        task.id, task.hasEnded() ? SkipReason.ENDED : SkipReason.CANCEL_REQUESTED);
  }
}
