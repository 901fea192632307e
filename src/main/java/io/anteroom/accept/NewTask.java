package io.anteroom.accept;

import io.anteroom.async.trace.TraceContext;
import io.anteroom.task.Phase;
import io.anteroom.task.StoredFile;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.Workload;
import java.time.Instant;
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
 * @param trace where its accept stands in a trace, or null
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
    Workload workload,
    TraceContext trace) {

  /** The number of the event that an accept writes. */
  static final int FIRST_EVENT = 1;

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
        new Workload(task.workload),
        null);
  }

  /** The same, accepted at this place in a trace; null: in none. */
  NewTask at(TraceContext place) {
    return place == trace
        ? this
        : new NewTask(
            id,
            client,
            account,
            kind,
            collectionId,
            request,
            file,
            options,
            idempotency,
            retryOf,
            workload,
            place);
  }

  /**
   * The task as the database has it after the accept, so that nobody needs to read it back.
   *
   * @param acceptedAt by the clock of the database
   * @param deadlineAt or null
   */
  Task accepted(Instant acceptedAt, Instant deadlineAt) {
    Task task = new Task();
    task.id = id;
    task.client = client;
    task.account = account;
    task.kind = kind;
    task.collectionId = collectionId;
    task.requestKept = true;
    task.reference = options.reference();
    task.priority = options.priority();
    task.callbackUrl = options.callbackUrl();
    task.retryOf = retryOf;
    task.workload = workload.label();
    task.traceparent = trace == null ? null : trace.traceparent();
    task.status = TaskStatus.INITIALIZING;
    task.phase = Phase.QUEUED;
    task.eventNo = FIRST_EVENT;
    task.acceptedAt = acceptedAt;
    task.updatedAt = acceptedAt;
    task.deadlineAt = deadlineAt;
    if (file != null) {
      task.filePath = file.path();
      task.fileName = file.name();
      task.fileType = file.type();
      task.fileSize = file.size();
      task.fileSha256 = file.sha256();
    }
    return task;
  }

  /** The same where the moment of its deadline is not read back either. */
  Task accepted(Instant acceptedAt) {
    Integer seconds = options.deadlineSeconds();
    return accepted(acceptedAt, seconds == null ? null : acceptedAt.plusSeconds(seconds));
  }
}
