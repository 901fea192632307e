package io.anteroom.engine;

import io.anteroom.task.Batches;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Ends batches whose tasks have all ended and were not counted, as during a rolling update by
 * replicas that know no batches yet. The next tick finds their callbacks.
 */
@Singleton
public class BatchSweep {

  private final Batches batches;

  /** Only stores its parts. */
  public BatchSweep(Batches batches) {
    this.batches = batches;
  }

  @Scheduled(every = "3m", delayed = "3m", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> sweep() {
    return Uni.createFrom()
        .deferred(batches::settle)
        .repeat()
        .whilst(settled -> settled >= Batches.MOST_SETTLED)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
