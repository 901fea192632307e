package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.task.batch.BatchRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** What a receiver is told, of a task or of a batch. Thread-safe. */
@Singleton
class CallbackBodies {

  private final EndedTaskReader tasks;
  private final BatchRepository batchRepository;
  private final CallbackPayload callbackPayload;

  CallbackBodies(
      EndedTaskReader tasks, BatchRepository batchRepository, CallbackPayload callbackPayload) {
    this.tasks = tasks;
    this.batchRepository = batchRepository;
    this.callbackPayload = callbackPayload;
  }

  /** The body; null where what it would tell of is gone. */
  Uni<byte[]> of(CallbackClaim callbackClaim) {
    return callbackClaim.isOfBatch()
        ? batchRepository
            .find(callbackClaim.id(), callbackClaim.client())
            .map(batch -> batch == null ? null : callbackPayload.of(callbackClaim.type(), batch))
        : tasks
            .of(callbackClaim)
            .map(task -> task == null ? null : callbackPayload.of(callbackClaim.type(), task));
  }
}
