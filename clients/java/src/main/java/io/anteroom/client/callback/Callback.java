package io.anteroom.client.callback;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.Batch;
import io.anteroom.client.response.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * A callback that really came from Anteroom.
 *
 * @param id the same at every attempt to deliver it, and when it is delivered again. Handle each id
 *     once: remember it only after your work succeeded; not null
 * @param json all its fields; not null
 */
public record Callback(String id, JsonObject json) {

  private static final String OF_BATCH = "batch.ended";

  /** {@code task.done}, {@code task.failed}, {@code task.cancelled} or {@code batch.ended}. */
  public String type() {
    return json.string("type").orElseThrow(() -> new JsonException("There is no type."));
  }

  /** When the task or the batch ended. */
  public Instant endedAt() {
    return json.time("timestamp").orElseThrow(() -> new JsonException("There is no timestamp."));
  }

  /** The task that ended; perhaps only its main fields. Empty if this is about a batch. */
  public Optional<Task> task() {
    return type().equals(OF_BATCH) ? Optional.empty() : json.object("data").map(Task::new);
  }

  /** The batch that ended. Empty if this is about a task. */
  public Optional<Batch> batch() {
    return type().equals(OF_BATCH) ? json.object("data").map(Batch::new) : Optional.empty();
  }
}
