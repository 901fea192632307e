package io.anteroom.submit;

import io.anteroom.submit.SubmitOutcome.RefusedByIntermediary;
import io.anteroom.task.FailureReason;
import io.anteroom.task.LongestHold;
import io.anteroom.task.TaskFailure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * What follows from a submit that an intermediary refused, not the upstream. The task is queued
 * again and delayed for longer each time. It ends when nothing else has been heard for {@code
 * anteroom.submit.intermediary-grace}. Thread-safe.
 */
@Singleton
public class IntermediaryRefusals {

  private static final Duration FIRST = Duration.ofSeconds(2);

  private final IntermediaryRefusalStore refusals;
  private final Duration grace;
  private final Duration longestHold;

  public IntermediaryRefusals(IntermediaryRefusalStore refusals, SubmitSettings settings) {
    this.refusals = refusals;
    this.grace = settings.intermediaryGrace();
    this.longestHold = LongestHold.afterRefusals(settings);
  }

  /**
   * Counts one. Repeats until the database has it.
   *
   * @return whether the task is to end
   */
  Uni<Boolean> count(MarkedTask task, UUID owner) {
    Duration first = longestHold.compareTo(FIRST) < 0 ? longestHold : FIRST;
    return RecordRetry.untilRecorded(refusals.count(task, owner, first, longestHold, grace));
  }

  static TaskFailure failure(RefusedByIntermediary refused) {
    String words =
        "each of its submits was refused by an intermediary (a proxy or an ingress), not by the upstream;"
            + " the last response was %d: %s".formatted(refused.status(), refused.excerpt());
    return new TaskFailure(FailureReason.INTERMEDIARY_REFUSED, refused.status(), words);
  }
}
