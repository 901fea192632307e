package io.anteroom.bulk;

import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Does to tasks what the single calls do. Thread-safe. */
@Singleton
class TaskActions {

  private final BulkRetry retry;
  private final BulkCancel cancel;
  private final BulkRedeliver redeliver;

  TaskActions(BulkRetry retry, BulkCancel cancel, BulkRedeliver redeliver) {
    this.retry = retry;
    this.cancel = cancel;
    this.redeliver = redeliver;
  }

  /** Something that is done to one task. Done again for the same batch it changes nothing. */
  interface TaskAction {
    Uni<TaskOutcome> apply(Task task);
  }

  /**
   * What the bulk action does to each of the tasks in hand.
   *
   * @param tasks those that are there still
   */
  Uni<TaskAction> of(BulkActionInHand action, List<Task> tasks) {
    return switch (action.kind()) {
      case RETRY -> retry.of(action, tasks);
      case CANCEL -> Uni.createFrom().item(task -> cancel.apply(action, task));
      case REDELIVER -> Uni.createFrom().item(task -> redeliver.apply(action, task));
    };
  }
}
