package io.anteroom.api.batch;

import io.anteroom.accept.BatchRetry;
import io.anteroom.accept.IdempotencyFingerprint;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.IdempotencyKeyReusedException;
import io.anteroom.accept.NewBatch;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.NotRetryableException;
import io.anteroom.accept.TaskRetry;
import io.anteroom.accept.TaskService;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.account.Client;
import io.anteroom.api.audit.ActBy;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.index.IdempotencyKeyHeader;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.async.CallerContext;
import io.anteroom.async.TimeOrderedId;
import io.anteroom.audit.AuditAction;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Task;
import io.anteroom.task.batch.Batch;
import io.anteroom.task.batch.BatchRepository;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * Accepts what failed or was cancelled of a batch once more, as a new batch, for who asks.
 * Thread-safe.
 */
@Singleton
class BatchRetryService {

  /** The tasks to try again, and those that cannot be. */
  private record Sorted(List<Task> tasks, List<RefusedItem> refused) {}

  private final TaskService taskService;
  private final BatchRepository batchRepository;
  private final BatchRetry batchRetry;
  private final AcceptedBatches batches;
  private final SpentQuota spent;

  BatchRetryService(
      TaskService taskService,
      BatchRepository batchRepository,
      BatchRetry batchRetry,
      AcceptedBatches batches,
      SpentQuota spent) {
    this.taskService = taskService;
    this.batchRepository = batchRepository;
    this.batchRetry = batchRetry;
    this.batches = batches;
    this.spent = spent;
  }

  /**
   * Accepts it; what it answers is committed. A key that has a batch already is answered with it,
   * whatever has become of the one that it repeats.
   *
   * @param client whose batch it is
   * @param by who asks
   */
  Uni<AcceptedBatch> retry(UUID id, Client client, HttpHeaders headers, ActBy by) {
    IdempotencyKey key =
        by.own(
            IdempotencyKeyHeader.with(
                IdempotencyKeyHeader.of(headers), () -> IdempotencyFingerprint.ofBatchRetry(id)));
    if (key == null) {
      return acceptAgain(id, client, null, by);
    }
    return taskService
        .holder(client.name(), key)
        .chain(
            known ->
                known
                    .map(held -> Uni.createFrom().item(AcceptedBatches.before(held)))
                    .orElseGet(() -> acceptAgain(id, client, key, by)));
  }

  private Uni<AcceptedBatch> acceptAgain(UUID id, Client client, IdempotencyKey key, ActBy by) {
    Executor here = CallerContext.executor();
    return batchRepository
        .find(id, client.name())
        .onItem()
        .ifNull()
        .failWith(ProblemType.BATCH_NOT_FOUND::problem)
        .chain(
            original ->
                batchRetry
                    .candidates(id, client.name())
                    .emitOn(here)
                    .map(tasks -> newBatch(original, sort(tasks, client), key))
                    .chain(batch -> accept(batch, original, by)));
  }

  private Uni<AcceptedBatch> accept(NewBatch batch, Batch original, ActBy by) {
    Executor here = CallerContext.executor();
    return by.retry(
            AuditAction.BATCH_RETRY,
            original,
            () -> batches.accept(batch),
            accepted -> accepted.result().id(),
            BatchRetryService::isRefusal)
        .emitOn(here);
  }

  private Sorted sort(List<Task> candidates, Client client) {
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < candidates.size(); i++) {
      Task task = candidates.get(i);
      try {
        Caller.demandCollection(client, task.collectionId);
        TaskRetry.check(task);
        sorted.tasks().add(task);
      } catch (HttpProblem problem) {
        sorted.refused().add(RefusedItem.ofRetry(i, task.id, problem));
      } catch (NotRetryableException failure) {
        HttpProblem problem = ProblemType.NOT_RETRYABLE.with(failure.getMessage());
        sorted.refused().add(RefusedItem.ofRetry(i, task.id, problem));
      }
    }
    return sorted;
  }

  private NewBatch newBatch(Batch original, Sorted sorted, IdempotencyKey key) {
    if (sorted.tasks().isEmpty()) {
      throw nothingToRetry(sorted.refused());
    }
    List<Task> tasks = sorted.tasks();
    tasks.stream()
        .map(task -> EndpointClass.valueOf("INDEX_" + task.kind.name()))
        .distinct()
        .forEach(spent::noteAccept);
    List<UUID> ids = BatchTasks.newIds(tasks.size());
    return new NewBatch(
        TimeOrderedId.next(),
        original.client,
        original.reference,
        original.callbackUrl,
        batches.write(sorted.refused()),
        IntStream.range(0, tasks.size())
            .mapToObj(i -> NewTask.retryOf(tasks.get(i), ids.get(i), null, null))
            .toList(),
        key,
        original.id);
  }

  private static HttpProblem nothingToRetry(List<RefusedItem> refused) {
    if (refused.isEmpty()) {
      return ProblemType.NOT_RETRYABLE.with(
          "No task of this batch failed or was cancelled that was not retried before.");
    }
    return ProblemType.NOT_RETRYABLE
        .builder()
        .withDetail("None of the %d tasks can be retried.".formatted(refused.size()))
        .with("items", refused)
        .build();
  }

  /** Else it may have happened all the same. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof NotRetryableException
        || failure instanceof QueueFullException
        || failure instanceof IdempotencyKeyReusedException;
  }
}
