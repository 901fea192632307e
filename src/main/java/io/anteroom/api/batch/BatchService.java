package io.anteroom.api.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.accept.IdempotencyFingerprint;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.NewBatch;
import io.anteroom.accept.TaskService;
import io.anteroom.account.Client;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.index.CallbackOption;
import io.anteroom.api.index.FieldWarnings;
import io.anteroom.api.index.IdempotencyKeyHeader;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.async.CallerContext;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.concurrent.Executor;

/** Turns a request with many items into accepted tasks. Thread-safe. */
@Singleton
class BatchService {

  /** Read and checked, with the value of {@code Warning} for its answer. */
  private record Checked(BatchRequest request, IdempotencyKey key, String warning) {}

  private final TaskService taskService;
  private final AcceptedBatches batches;
  private final BatchCallbacks callbacks;
  private final SpentQuota spent;
  private final FieldWarnings warnings;

  BatchService(
      TaskService taskService,
      AcceptedBatches batches,
      BatchCallbacks callbacks,
      SpentQuota spent,
      FieldWarnings warnings) {
    this.taskService = taskService;
    this.batches = batches;
    this.callbacks = callbacks;
    this.spent = spent;
    this.warnings = warnings;
  }

  /**
   * Accepts the items that can be, by one statement; what it answers is committed. A key that has a
   * batch already is answered with it, as it was, whatever has become of its receivers since.
   */
  Uni<AcceptedBatch> accept(Client client, byte[] body, HttpHeaders headers) {
    String key = IdempotencyKeyHeader.of(headers);
    Executor here = CallerContext.executor();
    return Uni.createFrom()
        .item(() -> check(client, body, key))
        .runSubscriptionOn(Infrastructure.getDefaultExecutor()) // megabytes are read and hashed
        .emitOn(here)
        .chain(checked -> accept(client, checked));
  }

  private Checked check(Client client, byte[] body, String key) {
    ObjectNode fields = JsonBody.read(body);
    IdempotencyKey idempotency =
        IdempotencyKeyHeader.with(key, () -> IdempotencyFingerprint.ofBatch(fields));
    BatchRequest request = BatchRequest.of(fields, client);
    return new Checked(request, idempotency, request.warning());
  }

  private Uni<AcceptedBatch> accept(Client client, Checked checked) {
    checked.request().items().stream()
        .map(item -> item.request().spends())
        .distinct()
        .forEach(spent::noteAccept);
    warnings.note(checked.warning());
    return callbacks
        .admitted(client, checked.request())
        .map(request -> batch(client, request, checked.key()))
        .chain(batches::accept)
        .onFailure(BatchService::isRefusal)
        .recoverWithUni(
            refusal ->
                taskService
                    .acceptedBefore(client.name(), checked.key(), refusal)
                    .map(AcceptedBatches::before));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof HttpProblem || CallbackOption.isRefusal(failure);
  }

  private NewBatch batch(Client client, BatchRequest request, IdempotencyKey key) {
    if (request.items().isEmpty()) {
      throw refused(request.refused());
    }
    request.demandAtMost(taskService.maxQueued(client.name()));
    return BatchTasks.of(client, request, batches.write(request.refused()), key);
  }

  private static HttpProblem refused(List<RefusedItem> items) {
    return ProblemType.BATCH_REFUSED
        .builder()
        .withDetail("Each of the %d items has an error.".formatted(items.size()))
        .with("field", "items")
        .with("items", items)
        .build();
  }
}
