package io.anteroom.api.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.bulk.BulkAction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A bulk action, as operators see it. What is null is left out. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record BulkActionView(
    UUID bulkActionId,
    String action,
    @JsonRawValue String filter,
    String reason,
    String operator,
    String state,
    String stoppedBy,
    int matched,
    int inHand,
    int done,
    int skipped,
    int failed,
    String waitsFor,
    List<ReasonView> reasons,
    Instant startedAt,
    Instant endedAt) {

  /** Why some tasks were left as they are. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ReasonView(String outcome, String reason, int tasks, UUID taskId) {

    private static ReasonView of(BulkAction.Reason reason) {
      return new ReasonView(reason.outcome(), reason.reason(), reason.tasks(), reason.task());
    }
  }

  static BulkActionView of(BulkAction action) {
    return new BulkActionView(
        action.id(),
        action.kind().label(),
        action.filter(),
        action.reason(),
        action.operator(),
        action.state().label(),
        action.stoppedBy(),
        action.matched(),
        action.inHand(),
        action.done(),
        action.skipped(),
        action.failed(),
        action.waitsFor(),
        action.reasons().stream().map(ReasonView::of).toList(),
        action.startedAt(),
        action.endedAt());
  }
}
