package io.anteroom.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * A task as clients see it: a superset of what the upstream's {@code GET /tasks/{task_id}} shows.
 *
 * @param status the upstream's six, or CANCELLED
 * @param upstreamStatus the upstream's own word, where it differs
 * @param upstreamNote what is odd about what the upstream says of it, where something is
 * @param message what the upstream's own calls say in its place
 * @param assetId the asset, once there is one
 * @param error why it failed, in words
 * @param failure why it ended without success, for machines
 * @param callbackUrl who is told of its end
 * @param batchId the batch that it was accepted with
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskView(
    UUID taskId,
    TaskStatus status,
    String phase,
    String upstreamStatus,
    String upstreamNote,
    String message,
    String kind,
    String collectionId,
    String assetId,
    String error,
    FailureView failure,
    String reference,
    Integer priority,
    String callbackUrl,
    FileView file,
    String upstreamTaskId,
    UUID retryOf,
    UUID batchId,
    Instant acceptedAt,
    Instant deadlineAt,
    Instant submittedAt,
    Instant updatedAt,
    Instant endedAt) {

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  public record FileView(String name, String type, long size, String sha256) {}

  public static TaskView of(Task task) {
    return of(task, null);
  }

  public static TaskView of(Task task, String message) {
    boolean ownWord =
        task.upstreamStatus != null && !task.upstreamStatus.equals(task.status.name());
    return new TaskView(
        task.id,
        task.status,
        task.shownPhase().label(),
        ownWord ? task.upstreamStatus : null,
        task.upstreamNote,
        message,
        task.kind.label(),
        task.collectionId,
        task.assetId,
        task.error,
        FailureView.of(task.failure()),
        task.reference,
        task.priority == 0 ? null : task.priority,
        task.callbackUrl,
        file(task),
        task.upstreamTaskId,
        task.retryOf,
        task.batch,
        task.acceptedAt,
        task.deadlineAt,
        task.submittedAt,
        task.updatedAt,
        task.endedAt);
  }

  private static FileView file(Task task) {
    return task.fileName == null
        ? null
        : new FileView(task.fileName, task.fileType, task.fileSize, task.fileSha256);
  }
}
