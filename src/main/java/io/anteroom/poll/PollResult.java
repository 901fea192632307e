package io.anteroom.poll;

import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.UUID;

/**
 * What a look at a running task came to, for the store.
 *
 * @param task which task
 * @param attempt which submit of it was looked at
 * @param status its status after the look; terminal ends it
 * @param upstreamStatus the upstream's own word, or null where it was not seen
 * @param assetId the asset, or null
 * @param failure why it ended; not null exactly where {@code status} is FAILED or CANCELLED
 * @param pollAlone whether the next look must be at it alone
 * @param seenAt the task's age at the look; null where the look told nothing
 * @param pause no look, by whichever replica, within this time
 * @param nextLook when it is due again
 * @param showed what kind of thing it showed
 * @param note what is odd about what the upstream said, in a few words, or null
 */
public record PollResult(
    UUID task,
    int attempt,
    TaskStatus status,
    String upstreamStatus,
    String assetId,
    TaskFailure failure,
    boolean pollAlone,
    Duration seenAt,
    Duration pause,
    Duration nextLook,
    PollFinding showed,
    String note) {

  /** Nothing ends without success and without a reason. */
  public PollResult {
    boolean failed = status.isTerminal() && status != TaskStatus.DONE;
    if (failed != (failure != null)) {
      throw new IllegalArgumentException("a task that failed has a failure: " + task);
    }
  }

  /** The same, and the next look must be at it alone. */
  public PollResult alone() {
    return new PollResult(
        task,
        attempt,
        status,
        upstreamStatus,
        assetId,
        failure,
        true,
        seenAt,
        pause,
        nextLook,
        showed,
        note);
  }
}
