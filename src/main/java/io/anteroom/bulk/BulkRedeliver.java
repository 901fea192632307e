package io.anteroom.bulk;

import io.anteroom.async.sql.ChangeScope;
import io.anteroom.callback.DeliveryLog;
import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Delivers callbacks of tasks once more. Thread-safe. */
@Singleton
class BulkRedeliver {

  private final DeliveryLog deliveryLog;

  BulkRedeliver(DeliveryLog deliveryLog) {
    this.deliveryLog = deliveryLog;
  }

  /** Redelivers it, unless that was done since the batch was taken in hand. */
  Uni<TaskOutcome> apply(BulkActionInHand action, Task task) {
    return deliveryLog
        .redeliver(task.id, task.client, action.batchAt(), ChangeScope.ALONE)
        .map(
            found ->
                found
                    ? new TaskOutcome.Done(task.id)
                    : new TaskOutcome.Skipped(task.id, SkipReason.NO_CALLBACK));
  }
}
