package io.anteroom.api.index;

import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.IdempotencyFingerprint;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.IdempotencyKeyReusedException;
import io.anteroom.accept.NotRetryableException;
import io.anteroom.accept.TaskRetry;
import io.anteroom.accept.TaskService;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.account.Client;
import io.anteroom.api.audit.ActBy;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.audit.AuditAction;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.UUID;

/** Accepts a task that failed or was cancelled once more, for who asks. Thread-safe. */
@Singleton
public class RetryService {

  private final TaskService taskService;
  private final TaskRepository taskRepository;
  private final TaskRetry taskRetry;
  private final SpentQuota spent;

  RetryService(
      TaskService taskService,
      TaskRepository taskRepository,
      TaskRetry taskRetry,
      SpentQuota spent) {
    this.taskService = taskService;
    this.taskRepository = taskRepository;
    this.taskRetry = taskRetry;
    this.spent = spent;
  }

  /**
   * Accepts it; what it answers is committed. A key that has a task already is answered with it,
   * whatever has become of the one that it repeats.
   *
   * @param client whose task it is
   * @param by who asks
   */
  public Uni<AcceptResult> retry(UUID id, Client client, HttpHeaders headers, ActBy by) {
    IdempotencyKey key =
        by.own(
            IdempotencyKeyHeader.with(
                IdempotencyKeyHeader.of(headers), () -> IdempotencyFingerprint.ofRetry(id)));
    if (key == null) {
      return acceptAgain(id, client, null, by);
    }
    return taskService
        .holder(client.name(), key)
        .chain(
            known ->
                known
                    .map(accepted -> Uni.createFrom().item(accepted))
                    .orElseGet(() -> acceptAgain(id, client, key, by)));
  }

  private Uni<AcceptResult> acceptAgain(UUID id, Client client, IdempotencyKey key, ActBy by) {
    return taskRepository
        .find(id, client.name())
        .invoke(task -> check(task, client))
        .chain(
            original ->
                by.retry(
                    AuditAction.TASK_RETRY,
                    original,
                    () -> taskRetry.accept(original, key),
                    RetryService::isRefusal));
  }

  private void check(Task task, Client client) {
    if (task == null) {
      throw ProblemType.TASK_NOT_FOUND.problem();
    }
    spent.noteAccept(EndpointClass.valueOf("INDEX_" + task.kind.name()));
    Caller.demandCollection(client, task.collectionId);
    TaskRetry.check(task);
  }

  /** Else it may have happened all the same. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof NotRetryableException
        || failure instanceof QueueFullException
        || failure instanceof IdempotencyKeyReusedException;
  }
}
