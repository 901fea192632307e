package io.anteroom.task.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.anteroom.task.TaskStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** How many tasks are in which status; each has a field of its name. */
@RegisterForReflection
public record BatchStatusCounts(
    @JsonProperty("INITIALIZING") int initializing,
    @JsonProperty("DOWNLOADING") int downloading,
    @JsonProperty("UPLOADING") int uploading,
    @JsonProperty("PROCESSING") int processing,
    @JsonProperty("DONE") int done,
    @JsonProperty("FAILED") int failed,
    @JsonProperty("CANCELLED") int cancelled) {

  /**
   * Of a batch: its row counts the tasks that have ended.
   *
   * @param openTasks how many of the tasks that have not ended are in which status
   */
  static BatchStatusCounts of(Batch batch, Map<TaskStatus, Integer> openTasks) {
    return new BatchStatusCounts(
        openTasks.getOrDefault(TaskStatus.INITIALIZING, 0),
        openTasks.getOrDefault(TaskStatus.DOWNLOADING, 0),
        openTasks.getOrDefault(TaskStatus.UPLOADING, 0),
        openTasks.getOrDefault(TaskStatus.PROCESSING, 0),
        batch.done,
        batch.failed,
        batch.cancelled);
  }
}
