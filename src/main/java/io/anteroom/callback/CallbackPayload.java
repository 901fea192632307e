package io.anteroom.callback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.task.FailureView;
import io.anteroom.task.Task;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.TaskView;
import io.anteroom.task.batch.Batch;
import io.anteroom.task.batch.BatchView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Writes what a receiver is told (Standard Webhooks: type, timestamp, data). What has ended does
 * not change, and so every attempt sends the same bytes. Thread-safe.
 */
@Singleton
class CallbackPayload {

  /** Standard Webhooks: "keep your payloads small, under 20kb". */
  static final int MAX_BYTES = 20 * 1024;

  /**
   * The body.
   *
   * @param timestamp the end of the task, or of the batch
   * @param data {@link TaskView}, {@link Thin} or {@link BatchView}
   */
  @RegisterForReflection
  @JsonPropertyOrder({"type", "timestamp", "data"})
  record Body(String type, Instant timestamp, Object data) {}

  /**
   * What every task has, and what identifies its end: a task with few fields. The failure without
   * its words, which may be long.
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Thin(
      UUID taskId,
      TaskStatus status,
      String phase,
      String kind,
      String collectionId,
      FailureView failure,
      String reference,
      Instant acceptedAt,
      Instant updatedAt,
      Instant endedAt) {}

  private final ObjectMapper json;
  private final boolean thin;

  /**
   * @param json the one that writes the answers of the API
   */
  CallbackPayload(ObjectMapper json, CallbackSettings settings) {
    this.json = json;
    this.thin = settings.thin();
  }

  /** The body: the task as {@code GET /tasks/{id}} shows it, or thin where that is too large. */
  byte[] of(String type, Task task) {
    byte[] full = thin ? null : write(new Body(type, task.endedAt, TaskView.of(task)));
    return full == null || full.length > MAX_BYTES
        ? write(new Body(type, task.endedAt, thin(task)))
        : full;
  }

  /** The same of a batch: as {@code GET /batches/{id}} shows it, which is always small. */
  byte[] of(String type, Batch batch) {
    return write(new Body(type, batch.endedAt, BatchView.of(batch, Map.of())));
  }

  private static Thin thin(Task task) {
    FailureView failure = FailureView.of(task.failure());
    return new Thin(
        task.id,
        task.status,
        task.shownPhase().label(),
        task.kind.label(),
        task.collectionId,
        failure == null ? null : failure.brief(),
        task.reference,
        task.acceptedAt,
        task.updatedAt,
        task.endedAt);
  }

  private byte[] write(Body body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
