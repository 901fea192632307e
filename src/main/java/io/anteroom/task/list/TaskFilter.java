package io.anteroom.task.list;

import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Which tasks a list shows. Immutable.
 *
 * @param client whose
 * @param statuses only with one of these; empty for any
 * @param kinds only of one of these; empty for any
 * @param collectionId only of this collection, or null
 * @param reference only with this reference, or null
 * @param batch only of this batch, or null
 * @param createdAfter only those accepted at this moment or later, or null
 * @param createdBefore only those accepted before this moment, or null
 */
public record TaskFilter(
    String client,
    Set<TaskStatus> statuses,
    Set<TaskKind> kinds,
    String collectionId,
    String reference,
    UUID batch,
    Instant createdAfter,
    Instant createdBefore) {

  /** Copies the sets. */
  public TaskFilter {
    statuses = Set.copyOf(statuses);
    kinds = Set.copyOf(kinds);
  }

  /** All tasks of a client. */
  public static TaskFilter of(String client) {
    return new TaskFilter(client, Set.of(), Set.of(), null, null, null, null, null);
  }

  boolean shows(TaskStatus status) {
    return statuses.isEmpty() || statuses.contains(status);
  }

  boolean shows(TaskKind kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }
}
