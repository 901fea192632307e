package io.anteroom.client.response;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of a task.
 *
 * @param id where the event stands in its stream: a stream can begin after it; not null
 * @param type {@code task.updated}, or for the last event of a task {@code task.done}, {@code
 *     task.failed} or {@code task.cancelled}; not null
 * @param json all its fields; not null
 */
public record TaskEvent(String id, String type, JsonObject json) {

  /** The task that changed; never null. */
  public UUID taskId() {
    return json.uuid("task_id").orElseThrow(() -> new JsonException("There is no task_id."));
  }

  /** The number of the event within its task, from 1 without gaps. */
  public int number() {
    return json.number("no").orElseThrow(() -> new JsonException("There is no no.")).intValue();
  }

  /** The status since then; never null. */
  public TaskStatus status() {
    return json.string("status").map(TaskStatus::named).orElse(TaskStatus.UNKNOWN);
  }

  /** The step that the task is in since then, as {@link Task#phase()}. */
  public Optional<String> phase() {
    return json.string("phase");
  }

  /** Why the task ended without success; empty if it did not. */
  public Optional<Failure> failure() {
    return json.object("failure").map(Failure::new);
  }

  /** Whether this is the last event of its task. */
  public boolean isLast() {
    return status().hasEnded();
  }
}
