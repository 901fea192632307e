package io.anteroom.accept;

import io.anteroom.task.Task;
import java.util.UUID;

/**
 * What became of an accept.
 *
 * @param id the task or the batch that now stands for it
 * @param fresh whether this accept made it; false where its idempotency key already had one
 * @param task the new task, as it is in the database; of a batch the one that is submitted last;
 *     null where it was there before
 */
public record AcceptResult(UUID id, boolean fresh, Task task) {

  static AcceptResult newTask(Task task) {
    return new AcceptResult(task.id, true, task);
  }

  static AcceptResult newBatch(UUID id, Task last) {
    return new AcceptResult(id, true, last);
  }

  static AcceptResult acceptedBefore(UUID id) {
    return new AcceptResult(id, false, null);
  }
}
