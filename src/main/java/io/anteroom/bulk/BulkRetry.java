package io.anteroom.bulk;

import io.anteroom.accept.IdempotencyFingerprint;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.NotRetryableException;
import io.anteroom.accept.TaskRetry;
import io.anteroom.accept.TaskService;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.StatementTimeout;
import io.anteroom.bulk.TaskActions.TaskAction;
import io.anteroom.task.Task;
import io.anteroom.upload.SpoolFullException;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Accepts tasks once more. Each has an idempotency key of the bulk action, by which a batch that is
 * repeated finds what it made before. Thread-safe.
 */
@Singleton
class BulkRetry {

  /** This part of the queue is left to the client's own accepts. */
  private static final int RESERVE = 10;

  /** Those that somebody retried, but for the bulk action itself. */
  static final String RETRIED =
      """
      select distinct t.retry_of from task t
      where t.retry_of = any ($1) and not exists (
        select from idempotency_key k
        where k.task_id = t.id and k.client = t.client and k.key = $2 || t.retry_of::text)
      """;

  private final Pool pool;
  private final Clients clients;
  private final TaskService taskService;
  private final TaskRetry taskRetry;

  BulkRetry(Pool pool, Clients clients, TaskService taskService, TaskRetry taskRetry) {
    this.pool = pool;
    this.clients = clients;
    this.taskService = taskService;
    this.taskRetry = taskRetry;
  }

  Uni<TaskAction> of(BulkActionInHand action, List<Task> tasks) {
    UUID[] ids = tasks.stream().map(task -> task.id).toArray(UUID[]::new);
    Tuple values = Tuple.of(ids, key(action, "").key());
    return StatementTimeout.of(pool.preparedQuery(RETRIED).execute(values))
        .map(
            rows -> {
              Set<UUID> retried = new HashSet<>();
              rows.forEach(row -> retried.add(row.getUUID(0)));
              return task ->
                  retried.contains(task.id)
                      ? skipped(task, SkipReason.RETRIED_BEFORE)
                      : retry(action, task);
            });
  }

  private Uni<TaskOutcome> retry(BulkActionInHand action, Task task) {
    Optional<Client> client = clients.named(task.client);
    if (client.isEmpty()) {
      return skipped(task, SkipReason.CLIENT_GONE);
    }
    if (!client.get().mayUse(task.collectionId)) {
      return skipped(task, SkipReason.COLLECTION_FORBIDDEN);
    }
    IdempotencyKey key = key(action, task.id.toString());
    return Uni.createFrom()
        .deferred(() -> accept(task, key))
        .<TaskOutcome>replaceWith(new TaskOutcome.Done(task.id))
        .onFailure(NotRetryableException.class)
        .recoverWithItem(failure -> skipped(task, (NotRetryableException) failure))
        .onFailure(QueueFullException.class)
        .recoverWithItem(new TaskOutcome.Waits(task.id, WaitReason.QUEUE_FULL))
        .onFailure(BulkRetry::isOfTheSpool)
        .recoverWithItem(new TaskOutcome.Waits(task.id, WaitReason.SPOOL));
  }

  private Uni<Void> accept(Task task, IdempotencyKey key) {
    TaskRetry.check(task);
    int reserve = taskService.maxQueued(task.client) / RESERVE;
    return taskService
        .requireCapacity(task.account, task.client, 1 + reserve)
        .chain(() -> taskRetry.accept(task, key))
        .replaceWithVoid();
  }

  private static boolean isOfTheSpool(Throwable failure) {
    return failure instanceof SpoolUnavailableException || failure instanceof SpoolFullException;
  }

  private static TaskOutcome skipped(Task task, NotRetryableException failure) {
    return new TaskOutcome.Skipped(task.id, SkipReason.of(failure.reason()));
  }

  private static Uni<TaskOutcome> skipped(Task task, SkipReason reason) {
    return Uni.createFrom().item(new TaskOutcome.Skipped(task.id, reason));
  }

  private static IdempotencyKey key(BulkActionInHand action, String task) {
    return IdempotencyKey.ownKey(
        "bulk %s %s".formatted(action.id(), task), IdempotencyFingerprint.ofRetry(action.id()));
  }
}
