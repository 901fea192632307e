package io.anteroom.submit;

import io.anteroom.submit.SubmitOutcome.RefusedInBetween;
import io.anteroom.task.FailureReason;
import io.anteroom.task.TaskFailure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * What follows from a submit that somebody between Anteroom and the upstream refused: the task is
 * queued again and held back for longer each time, and ends only when nothing else has been heard
 * for {@code anteroom.submit.intermediary-grace}. Thread-safe.
 */
@Singleton
public class IntermediaryRefusals {

  /** The longest hold is this part of the grace: five minutes of an hour. */
  private static final int HOLDS_IN_GRACE = 12;

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration RECORD_BACKOFF = Duration.ofMillis(100);
  private static final Duration RECORD_MOST = Duration.ofSeconds(2);

  private final IntermediaryRefusalStore refusals;
  private final Duration grace;

  /** Only stores its parts. */
  public IntermediaryRefusals(IntermediaryRefusalStore refusals, SubmitSettings settings) {
    this.refusals = refusals;
    this.grace = settings.intermediaryGrace();
  }

  /** Counts one; answers whether its task is to end. Tells the store for as long as it takes. */
  Uni<Boolean> count(MarkedTask task, UUID owner) {
    Duration most = grace.dividedBy(HOLDS_IN_GRACE);
    Duration first = most.compareTo(FIRST) < 0 ? most : FIRST;
    return refusals
        .count(task, owner, first, most, grace)
        .onFailure()
        .retry()
        .withBackOff(RECORD_BACKOFF, RECORD_MOST)
        .indefinitely();
  }

  /** Why the task ends. */
  static TaskFailure failure(RefusedInBetween refused) {
    String words =
        "each of its submits was refused by somebody in between, not by the upstream;"
            + " the last answer was %d: %s".formatted(refused.status(), refused.excerpt());
    return new TaskFailure(FailureReason.UPSTREAM_FOREIGN_REFUSALS, refused.status(), words);
  }
}
