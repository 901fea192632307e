package io.anteroom.task.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.task.TaskStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A batch as clients see it.
 *
 * @param batchId our id
 * @param reference the client's own name for it
 * @param callbackUrl who is told once, when all its tasks have ended
 * @param total how many tasks it has
 * @param open how many of them have not ended
 * @param counts how many of them are in which status
 * @param refused how many of its items became no task
 * @param retryOf the batch whose tasks its own try again
 * @param endedAt when the last task ended
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchView(
    UUID batchId,
    String reference,
    String callbackUrl,
    int total,
    int open,
    BatchStatusCounts counts,
    int refused,
    UUID retryOf,
    Instant acceptedAt,
    Instant endedAt) {

  /**
   * The view.
   *
   * @param openTasks how many of the tasks that have not ended are in which status
   */
  public static BatchView of(Batch batch, Map<TaskStatus, Integer> openTasks) {
    return new BatchView(
        batch.id,
        batch.reference,
        batch.callbackUrl,
        batch.total,
        batch.open,
        BatchStatusCounts.of(batch, openTasks),
        batch.refused,
        batch.retryOf,
        batch.acceptedAt,
        batch.endedAt);
  }

  /** Whether all its tasks have ended. */
  public boolean hasEnded() {
    return open == 0;
  }
}
