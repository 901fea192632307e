package io.anteroom.client.response;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of the items of a batch.
 *
 * @param json all its fields; not null
 */
public record BatchReceipt(JsonObject json) {

  /** The id of the batch; never null. */
  public UUID batchId() {
    return json.uuid("batch_id").orElseThrow(() -> new JsonException("There is no batch_id."));
  }

  /** One for each item of the request, in their order. */
  public List<Item> items() {
    return json.objects("items").stream().map(Item::new).toList();
  }

  /**
   * An item: it has either a task or a problem.
   *
   * @param json all its fields; not null
   */
  public record Item(JsonObject json) {

    /** The task that it became; empty if it was refused. */
    public Optional<UUID> taskId() {
      return json.uuid("task_id");
    }

    /** The task that it tries again, or was to; empty if the batch is no retry. */
    public Optional<UUID> retryOf() {
      return json.uuid("retry_of");
    }

    /** Why it was refused; empty if it became a task. */
    public Optional<Problem> problem() {
      return json.object("error").map(Problem::new);
    }
  }
}
