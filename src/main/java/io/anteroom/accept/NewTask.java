package io.anteroom.accept;

import io.anteroom.task.StoredFile;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.task.Workload;
import java.util.UUID;

/**
 * A task to accept.
 *
 * @param id its own id, UUID v7
 * @param request the client's own fields, a JSON object, forwarded as they are; null where they are
 *     those of the task that it repeats
 * @param file the uploaded file, or null
 * @param idempotency the client's key, or null
 * @param retryOf the task that it repeats, or null
 * @param workload which tasks it takes about as long as
 */
public record NewTask(
    UUID id,
    String client,
    String account,
    TaskKind kind,
    String collectionId,
    String request,
    StoredFile file,
    TaskOptions options,
    IdempotencyKey idempotency,
    UUID retryOf,
    Workload workload) {

  /**
   * A task once more, with the request that the database has.
   *
   * @param id of the new one
   * @param file its own copy of the file, or null
   * @param key the client's key, or null
   */
  public static NewTask retryOf(Task task, UUID id, StoredFile file, IdempotencyKey key) {
    return new NewTask(
        id,
        task.client,
        task.account,
        task.kind,
        task.collectionId,
        null,
        file,
        TaskOptions.of(task),
        key,
        task.id,
        new Workload(task.workload));
  }
}
