package io.anteroom.client.request;

import io.anteroom.client.response.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which tasks a list shows. All conditions must hold. Each method returns a changed copy. Immutable
 * and thread-safe.
 *
 * @param parameters the parameters of the query by their names
 */
public record TaskFilter(Map<String, String> parameters) {

  private static final TaskFilter ALL = new TaskFilter(Map.of());

  /** Copies the parameters. */
  public TaskFilter {
    parameters = Map.copyOf(parameters);
  }

  /** All tasks of the client. */
  public static TaskFilter all() {
    return ALL;
  }

  /** Only tasks with one of these statuses. */
  public TaskFilter status(TaskStatus... statuses) {
    return with(
        "status", Arrays.stream(statuses).map(TaskStatus::name).collect(Collectors.joining(",")));
  }

  /** Only tasks of one of these kinds: {@code url}, {@code text}, {@code upload}. */
  public TaskFilter kind(String... kinds) {
    return with("kind", String.join(",", kinds));
  }

  /** Only tasks of this collection. */
  public TaskFilter collectionId(String collectionId) {
    return with("collection_id", collectionId);
  }

  /** Only tasks that were given this reference. */
  public TaskFilter reference(String reference) {
    return with("reference", reference);
  }

  /** Only tasks of this batch. */
  public TaskFilter batch(UUID batchId) {
    return with("batch", batchId.toString());
  }

  /** Only tasks that were accepted later than this. */
  public TaskFilter createdAfter(Instant time) {
    return with("created_after", time.toString());
  }

  /** Only tasks that were accepted earlier than this. */
  public TaskFilter createdBefore(Instant time) {
    return with("created_before", time.toString());
  }

  private TaskFilter with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new TaskFilter(more);
  }
}
