package io.anteroom.accept;

import io.anteroom.task.StoredFile;
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
   * The same task once more, under another id, with the request that the database has.
   *
   * @param file its own copy of the file, or null
   */
  public NewTask again(UUID newId, StoredFile file, IdempotencyKey key) {
    return new NewTask(
        newId, client, account, kind, collectionId, null, file, options, key, id, workload);
  }
}
