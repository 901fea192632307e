package io.anteroom.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * An entry of the audit log. Immutable.
 *
 * @param id rises with time
 * @param at by the clock of the database
 * @param action its label
 * @param outcome its label
 * @param newTask what a retry of a task made, or null
 * @param newBatch what a retry of a batch made, or null
 * @param counts how the bulk action stands; null for every other act
 */
public record AuditEntry(
    long id,
    Instant at,
    String operator,
    String action,
    String reason,
    String account,
    String client,
    UUID task,
    UUID batch,
    UUID bulkAction,
    String outcome,
    UUID newTask,
    UUID newBatch,
    Counts counts) {

  /**
   * A bulk action.
   *
   * @param action its label
   * @param filter as JSON
   * @param state its label
   */
  public record Counts(
      String action, String filter, String state, int matched, int done, int skipped, int failed) {}
}
