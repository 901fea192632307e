package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.batch.BatchRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** What a receiver is told, of a task or of a batch. Thread-safe. */
@Singleton
class CallbackBodies {

  private final TaskRepository taskRepository;
  private final BatchRepository batchRepository;
  private final CallbackPayload callbackPayload;

  CallbackBodies(
      TaskRepository taskRepository,
      BatchRepository batchRepository,
      CallbackPayload callbackPayload) {
    this.taskRepository = taskRepository;
    this.batchRepository = batchRepository;
    this.callbackPayload = callbackPayload;
  }

  /** The body; null where what it would tell of is gone. */
  Uni<byte[]> of(CallbackClaim callbackClaim) {
    return callbackClaim.isOfBatch()
        ? batchRepository
            .find(callbackClaim.id(), callbackClaim.client())
            .map(batch -> batch == null ? null : callbackPayload.of(callbackClaim.type(), batch))
        : taskRepository
            .find(callbackClaim.id(), callbackClaim.client())
            .map(task -> task == null ? null : callbackPayload.of(callbackClaim.type(), task));
  }
}
