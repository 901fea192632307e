package io.anteroom.task.retention;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Removes old tasks and what else is over, in small batches, each a transaction of its own. */
@Singleton
public class RetentionSweep {

  private static final Logger LOG = Logger.getLogger(RetentionSweep.class);

  private final TaskRetention taskRetention;

  public RetentionSweep(TaskRetention taskRetention) {
    this.taskRetention = taskRetention;
  }

  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> sweep() {
    return untilNotFull(taskRetention::removeTasks)
        .invoke(RetentionSweep::tell)
        .chain(() -> untilNotFull(taskRetention::dropRequests))
        .chain(() -> untilNotFull(taskRetention::removeBatches))
        .chain(() -> untilNotFull(taskRetention::removeKeys))
        .chain(taskRetention::removeTraces);
  }

  /** How many were removed by all batches together. */
  private Uni<Long> untilNotFull(Supplier<Uni<Integer>> batch) {
    return Uni.createFrom()
        .deferred(batch::get)
        .repeat()
        .whilst(removed -> removed >= taskRetention.batch())
        .collect()
        .in(() -> new long[1], (sum, removed) -> sum[0] += removed)
        .map(sum -> sum[0]);
  }

  private static void tell(long tasks) {
    if (tasks > 0) {
      LOG.debugf("%d tasks were older than the retention; they are removed", tasks);
    }
  }
}
