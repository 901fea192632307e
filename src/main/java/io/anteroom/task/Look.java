package io.anteroom.task;

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
 * @param error the upstream's words where it failed, or null
 * @param pollAlone whether the next look must be at it alone
 * @param seenAt the task's age at the look; null where the look told nothing
 * @param pause no look, by whichever replica, within this time
 * @param nextLook when it is due again
 */
public record Look(
    UUID task,
    int attempt,
    TaskStatus status,
    String upstreamStatus,
    String assetId,
    String error,
    boolean pollAlone,
    Duration seenAt,
    Duration pause,
    Duration nextLook) {

  /** The same, and the next look must be at it alone. */
  public Look alone() {
    return new Look(
        task, attempt, status, upstreamStatus, assetId, error, true, seenAt, pause, nextLook);
  }
}
