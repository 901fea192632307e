package io.anteroom.sandbox.upstream.counters;

/**
 * A task that has ended.
 *
 * @param marker Anteroom's marker in its metadata; null: none
 * @param status DONE, FAILED or CANCELLED
 * @param createdAtMs milliseconds since the epoch
 * @param endedAtMs milliseconds since the epoch
 */
public record Completion(
    String account,
    String taskId,
    String assetId,
    String marker,
    String status,
    long createdAtMs,
    long endedAtMs) {}
