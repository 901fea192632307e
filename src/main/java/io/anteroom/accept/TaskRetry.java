package io.anteroom.accept;

import io.anteroom.accept.NotRetryableException.Reason;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.async.CallerContext;
import io.anteroom.async.TimeOrderedId;
import io.anteroom.task.StoredFile;
import io.anteroom.task.Task;
import io.anteroom.task.TaskStatus;
import io.anteroom.upload.Spool;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Accepts a task that failed or was cancelled once more, as a new one. Thread-safe. */
@Singleton
public class TaskRetry {

  private final TaskService taskService;
  private final Spool spool;

  public TaskRetry(TaskService taskService, Spool spool) {
    this.taskService = taskService;
    this.spool = spool;
  }

  /**
   * Fails unless the task can be retried, as far as its row tells.
   *
   * @throws NotRetryableException which says why not
   */
  public static void check(Task task) {
    if (task.status != TaskStatus.FAILED && task.status != TaskStatus.CANCELLED) {
      throw new NotRetryableException(Reason.NOT_FAILED);
    }
    if (!task.requestKept) {
      throw new NotRetryableException(Reason.REQUEST_GONE);
    }
  }

  /**
   * Accepts a checked task once more; what it answers is committed. Fails with {@link
   * NotRetryableException} where its file is gone, and as {@link TaskService#accept(NewTask)}.
   *
   * @param key by which a repeat finds the new task, or null
   */
  public Uni<AcceptResult> accept(Task original, IdempotencyKey key) {
    UUID id = TimeOrderedId.next();
    StoredFile file = original.file();
    if (file == null) {
      return taskService.accept(NewTask.retryOf(original, id, null, key));
    }
    Executor here = CallerContext.executor();
    return spool
        .link(file.path(), id)
        .emitOn(here)
        .map(path -> file.at(path.orElseThrow(() -> new NotRetryableException(Reason.FILE_GONE))))
        .chain(own -> accept(NewTask.retryOf(original, id, own, key)));
  }

  /** As with an upload: a file whose task was there already, or has no room, is not needed. */
  private Uni<AcceptResult> accept(NewTask task) {
    return taskService
        .accept(task)
        .onFailure(
            failure ->
                failure instanceof QueueFullException || failure instanceof NotRetryableException)
        .call(() -> spool.remove(task.file().path()))
        .call(
            accepted ->
                accepted.fresh() ? Uni.createFrom().voidItem() : spool.remove(task.file().path()));
  }
}
