package io.anteroom.task.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.anteroom.task.TaskStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.EnumMap;
import java.util.List;
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

  /** No tasks. */
  public static final BatchStatusCounts NONE = new BatchStatusCounts(0, 0, 0, 0, 0, 0, 0);

  /** Of rows with a status and how many. */
  static BatchStatusCounts of(List<Object[]> rows) {
    Map<TaskStatus, Integer> tasks = new EnumMap<>(TaskStatus.class);
    rows.forEach(row -> tasks.put((TaskStatus) row[0], ((Long) row[1]).intValue()));
    return new BatchStatusCounts(
        tasks.getOrDefault(TaskStatus.INITIALIZING, 0),
        tasks.getOrDefault(TaskStatus.DOWNLOADING, 0),
        tasks.getOrDefault(TaskStatus.UPLOADING, 0),
        tasks.getOrDefault(TaskStatus.PROCESSING, 0),
        tasks.getOrDefault(TaskStatus.DONE, 0),
        tasks.getOrDefault(TaskStatus.FAILED, 0),
        tasks.getOrDefault(TaskStatus.CANCELLED, 0));
  }

  /** The same of those that have not ended, and of those that have what the batch says. */
  BatchStatusCounts withEnded(Batch batch) {
    return new BatchStatusCounts(
        initializing,
        downloading,
        uploading,
        processing,
        batch.done,
        batch.failed,
        batch.cancelled);
  }
}
