package io.anteroom.client.response;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How the tasks of a batch stand together.
 *
 * @param json all its fields; not null
 */
public record Batch(JsonObject json) {

  /** Its id; never null. */
  public UUID id() {
    return json.uuid("batch_id").orElseThrow(() -> new JsonException("There is no batch_id."));
  }

  /** How many tasks it has. */
  public int total() {
    return number(json, "total");
  }

  /** How many of them have not ended. */
  public int open() {
    return number(json, "open");
  }

  /** Whether all of them have ended. */
  public boolean hasEnded() {
    return open() == 0;
  }

  /** How many of them have this status. */
  public int count(TaskStatus status) {
    return json.object("counts")
        .flatMap(counts -> counts.number(status.name()))
        .map(Number::intValue)
        .orElse(0);
  }

  /** How many items became no task. */
  public int refused() {
    return number(json, "refused");
  }

  /** Your own name for it, if it was given one. */
  public Optional<String> reference() {
    return json.string("reference");
  }

  /** The batch whose tasks its own try again, if it is a retry. */
  public Optional<UUID> retryOf() {
    return json.uuid("retry_of");
  }

  /** When its last task ended; empty until then. */
  public Optional<Instant> endedAt() {
    return json.time("ended_at");
  }

  private static int number(JsonObject json, String name) {
    return json.number(name)
        .orElseThrow(() -> new JsonException("There is no " + name + "."))
        .intValue();
  }
}
