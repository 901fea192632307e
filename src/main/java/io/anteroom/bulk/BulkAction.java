package io.anteroom.bulk;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A bulk action. Immutable.
 *
 * @param filter as JSON
 * @param operator who asked for it
 * @param stoppedBy who stopped it, or null
 * @param matched how many tasks the filter found at its start
 * @param inHand how many tasks it has begun with, and not settled
 * @param done how many were changed
 * @param skipped how many there was nothing to do for, or no way
 * @param failed how many an error was in the way of
 * @param waitsFor why tasks in hand wait, or null
 * @param reasons why tasks were skipped or failed
 * @param endedAt null before its end
 */
public record BulkAction(
    UUID id,
    BulkActionKind kind,
    String filter,
    String operator,
    String reason,
    BulkActionState state,
    String stoppedBy,
    int matched,
    int inHand,
    int done,
    int skipped,
    int failed,
    String waitsFor,
    List<Reason> reasons,
    Instant startedAt,
    Instant endedAt) {

  /**
   * Why some tasks were left as they are.
   *
   * @param outcome {@code skipped} or {@code failed}
   * @param reason a word for machines
   * @param tasks how many
   * @param task the last of them
   */
  public record Reason(String outcome, String reason, int tasks, UUID task) {}
}
