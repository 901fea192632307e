package io.anteroom.callback;

import io.anteroom.task.Batches;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** What a receiver is told, of a task or of a batch. Thread-safe. */
@Singleton
class Bodies {

  private final EndedTasks tasks;
  private final Batches batches;
  private final Payload payload;

  Bodies(EndedTasks tasks, Batches batches, Payload payload) {
    this.tasks = tasks;
    this.batches = batches;
    this.payload = payload;
  }

  /** The body; null where what it would tell of is gone. */
  Uni<byte[]> of(Claim claim) {
    return claim.isOfBatch()
        ? batches
            .find(claim.id(), claim.client())
            .map(batch -> batch == null ? null : payload.of(claim.type(), batch))
        : tasks.of(claim).map(task -> task == null ? null : payload.of(claim.type(), task));
  }
}
