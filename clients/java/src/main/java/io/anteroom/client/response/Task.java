package io.anteroom.client.response;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A task as it was when it was read.
 *
 * @param json all its fields; not null
 */
public record Task(JsonObject json) {

  /** Its id; never null. */
  public UUID id() {
    return json.uuid("task_id").orElseThrow(() -> new JsonException("There is no task_id."));
  }

  /** How it stands; never null. */
  public TaskStatus status() {
    return json.string("status").map(TaskStatus::named).orElse(TaskStatus.UNKNOWN);
  }

  /** Whether it is DONE, FAILED or CANCELLED. */
  public boolean hasEnded() {
    return status().hasEnded();
  }

  /**
   * Which step it is in: {@code queued}, {@code submitting}, {@code in_doubt}, {@code running},
   * {@code cancelling} or {@code ended}. Empty if the task could not be read.
   */
  public Optional<String> phase() {
    return json.string("phase");
  }

  /** {@code url}, {@code text} or {@code upload}. Empty if the task could not be read. */
  public Optional<String> kind() {
    return json.string("kind");
  }

  /** The collection that it goes to. Empty if the task could not be read. */
  public Optional<String> collectionId() {
    return json.string("collection_id");
  }

  /** The upstream's asset; empty until there is one. */
  public Optional<String> assetId() {
    return json.string("asset_id");
  }

  /** Why it ended without success. A task that is FAILED or CANCELLED has one, no other has. */
  public Optional<Failure> failure() {
    return json.object("failure").map(Failure::new);
  }

  /** Your own name for it, if it was given one. */
  public Optional<String> reference() {
    return json.string("reference");
  }

  /** The task that this one repeats, if it repeats one. */
  public Optional<UUID> retryOf() {
    return json.uuid("retry_of");
  }

  /** The batch that it was accepted with, if there was one. */
  public Optional<UUID> batchId() {
    return json.uuid("batch_id");
  }

  /** What was extracted, if it was asked for. */
  public Optional<JsonObject> features() {
    return json.object("features");
  }

  /** Why there are no features, if they were asked for and the task is DONE. */
  public Optional<Problem> featuresProblem() {
    return json.object("features_problem").map(Problem::new);
  }

  /** When it was accepted. Empty if the task could not be read. */
  public Optional<Instant> acceptedAt() {
    return json.time("accepted_at");
  }

  /** When it ended; empty until then. */
  public Optional<Instant> endedAt() {
    return json.time("ended_at");
  }
}
