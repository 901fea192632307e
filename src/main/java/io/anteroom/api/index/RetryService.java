package io.anteroom.api.index;

import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.IdempotencyFingerprint;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.TaskService;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.account.Client;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.async.CallerContext;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.StoredFile;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.TaskStatus;
import io.anteroom.upload.Spool;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Accepts a task that failed or was cancelled once more, as a new one. Thread-safe. */
@Singleton
public class RetryService {

  private static final String REQUEST_GONE =
      "Its request is no longer kept; send it again as a new one.";

  private static final String FILE_GONE =
      "Its file is no longer kept; upload it again with a new request.";

  private final TaskService taskService;
  private final TaskRepository taskRepository;
  private final Spool spool;
  private final SpentQuota spent;

  RetryService(
      TaskService taskService, TaskRepository taskRepository, Spool spool, SpentQuota spent) {
    this.taskService = taskService;
    this.taskRepository = taskRepository;
    this.spool = spool;
    this.spent = spent;
  }

  /**
   * Accepts it; what it answers is committed. A key that has a task already is answered with it,
   * whatever has become of the one that it repeats.
   */
  public Uni<AcceptResult> retry(UUID id, Client client, HttpHeaders headers) {
    IdempotencyKey key =
        IdempotencyKeyHeader.with(
            IdempotencyKeyHeader.of(headers), () -> IdempotencyFingerprint.ofRetry(id));
    if (key == null) {
      return acceptAgain(id, client, null);
    }
    return taskService
        .holder(client.name(), key)
        .chain(
            known ->
                known
                    .map(accepted -> Uni.createFrom().item(accepted))
                    .orElseGet(() -> acceptAgain(id, client, key)));
  }

  private Uni<AcceptResult> acceptAgain(UUID id, Client client, IdempotencyKey key) {
    Executor here = CallerContext.executor();
    return taskRepository
        .find(id, client.name())
        .invoke(task -> check(task, client))
        .chain(original -> accept(original, key, here));
  }

  private void check(Task task, Client client) {
    if (task == null) {
      throw ProblemType.TASK_NOT_FOUND.problem();
    }
    spent.noteAccept(EndpointClass.valueOf("INDEX_" + task.kind.name()));
    Caller.demandCollection(client, task.collectionId);
    if (task.status != TaskStatus.FAILED && task.status != TaskStatus.CANCELLED) {
      throw ProblemType.NOT_RETRYABLE.with(
          "Only a task that is FAILED or CANCELLED can be retried.");
    }
    if (!task.requestKept) {
      throw ProblemType.NOT_RETRYABLE.with(REQUEST_GONE);
    }
  }

  private Uni<AcceptResult> accept(Task original, IdempotencyKey key, Executor here) {
    UUID id = IndexService.newId();
    StoredFile file = original.file();
    if (file == null) {
      return taskService.accept(NewTask.retryOf(original, id, null, key));
    }
    return spool
        .link(file.path(), id)
        .emitOn(here)
        .map(path -> file.at(there(path)))
        .chain(own -> accept(NewTask.retryOf(original, id, own, key)));
  }

  /** As with an upload: a file whose task was there already, or has no room, is not needed. */
  private Uni<AcceptResult> accept(NewTask task) {
    return taskService
        .accept(task)
        .onFailure(QueueFullException.class)
        .call(() -> spool.remove(task.file().path()))
        .call(
            accepted ->
                accepted.fresh() ? Uni.createFrom().voidItem() : spool.remove(task.file().path()));
  }

  private static String there(Optional<String> path) {
    return path.orElseThrow(() -> ProblemType.NOT_RETRYABLE.with(FILE_GONE));
  }
}
