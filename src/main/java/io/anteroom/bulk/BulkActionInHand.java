package io.anteroom.bulk;

import io.anteroom.task.list.TaskFilter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A bulk action that this replica runs. Immutable.
 *
 * @param filter only what the action can be done to
 * @param position the batches so far reach down to this task
 * @param batch the tasks in hand; empty: the next ones are to be taken
 * @param batchAt when those were taken; null where there are none
 * @param stopping whether it ends with this batch
 */
record BulkActionInHand(
    UUID id,
    BulkActionKind kind,
    TaskFilter filter,
    UUID position,
    List<UUID> batch,
    Instant batchAt,
    boolean stopping) {

  BulkActionInHand with(List<UUID> tasks, Instant at) {
    return new BulkActionInHand(id, kind, filter, position, List.copyOf(tasks), at, stopping);
  }
}
