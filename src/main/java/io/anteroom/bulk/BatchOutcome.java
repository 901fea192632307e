package io.anteroom.bulk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What became of the tasks in hand.
 *
 * @param counts those that are settled
 * @param waiting those that stay in hand
 * @param waitsFor why; null where none waits
 */
record BatchOutcome(List<OutcomeCount> counts, List<UUID> waiting, String waitsFor) {

  /**
   * Adds up.
   *
   * @param stopping whether nothing waits any more: it is skipped instead
   */
  static BatchOutcome of(List<TaskOutcome> outcomes, boolean stopping) {
    Map<String, OutcomeCount> counts = new LinkedHashMap<>();
    List<UUID> waiting = new ArrayList<>();
    String waitsFor = null;
    for (TaskOutcome outcome : outcomes) {
      if (outcome instanceof TaskOutcome.Waits waits && !stopping) {
        waiting.add(waits.task());
        waitsFor = waits.reason().label();
      } else {
        OutcomeCount count = count(outcome);
        counts.merge(count.reason(), count, OutcomeCount::plus);
      }
    }
    return new BatchOutcome(List.copyOf(counts.values()), waiting, waitsFor);
  }

  private static OutcomeCount count(TaskOutcome outcome) {
    if (outcome instanceof TaskOutcome.Done) {
      return new OutcomeCount(OutcomeCount.DONE, "", 1, outcome.task());
    }
    if (outcome instanceof TaskOutcome.Failed) {
      return new OutcomeCount(OutcomeCount.FAILED, OutcomeCount.ERROR, 1, outcome.task());
    }
    SkipReason reason =
        outcome instanceof TaskOutcome.Skipped skipped ? skipped.reason() : SkipReason.STOPPED;
    return new OutcomeCount(OutcomeCount.SKIPPED, reason.label(), 1, outcome.task());
  }
}
