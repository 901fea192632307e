package io.anteroom.task;

import java.time.Duration;
import java.util.UUID;

/**
 * What a submit came to, for the store.
 *
 * @param task which task
 * @param attempt which submit of it
 * @param owner the replica that held the lease
 * @param phase {@code running}, {@code in_doubt}, {@code queued} or {@code ended} (as FAILED)
 * @param upstreamTaskId its upstream id, or null
 * @param error the reason where it ended, or null
 * @param errorStatus the upstream's HTTP status where it refused, or null
 * @param nextLook when to look at it next
 * @param doubt why it is in doubt; null where it is not
 */
public record SubmitResult(
    UUID task,
    int attempt,
    UUID owner,
    Phase phase,
    String upstreamTaskId,
    String error,
    Integer errorStatus,
    Duration nextLook,
    Doubt doubt) {}
