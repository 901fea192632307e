package io.anteroom.task.list;

import java.util.Set;

/**
 * Which batches a list shows. Immutable.
 *
 * @param clients whose; empty for those of all clients, as only operators see them
 * @param reference only with this reference, or null
 * @param ended only those of which all tasks have ended, or only those of which not; null for both
 */
public record BatchFilter(Set<String> clients, String reference, Boolean ended) {

  /** Copies the set. */
  public BatchFilter {
    clients = Set.copyOf(clients);
  }
}
