package io.anteroom.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.audit.AuditEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * An entry of the audit log, as operators see it.
 *
 * @param bulk how the bulk action stands; null for every other act
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditEntryView(
    long id,
    Instant at,
    String operator,
    String action,
    String reason,
    String account,
    String client,
    UUID taskId,
    UUID batchId,
    UUID bulkActionId,
    String outcome,
    UUID newTaskId,
    UUID newBatchId,
    Counts bulk) {

  /** A bulk action in short. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Counts(
      String action,
      @JsonRawValue String filter,
      String state,
      int matched,
      int done,
      int skipped,
      int failed) {

    private static Counts of(AuditEntry.Counts counts) {
      return new Counts(
          counts.action(),
          counts.filter(),
          counts.state(),
          counts.matched(),
          counts.done(),
          counts.skipped(),
          counts.failed());
    }
  }

  static AuditEntryView of(AuditEntry entry) {
    return new AuditEntryView(
        entry.id(),
        entry.at(),
        entry.operator(),
        entry.action(),
        entry.reason(),
        entry.account(),
        entry.client(),
        entry.task(),
        entry.batch(),
        entry.bulkAction(),
        entry.outcome(),
        entry.newTask(),
        entry.newBatch(),
        entry.counts() == null ? null : Counts.of(entry.counts()));
  }
}
