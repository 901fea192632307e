package io.anteroom.accept;

import io.anteroom.async.trace.TraceContext;
import java.util.List;
import java.util.UUID;

/**
 * Tasks to accept together.
 *
 * @param id its own id, UUID v7
 * @param client whose it is, and whose all its tasks are
 * @param reference the client's own name for it, or null
 * @param callbackUrl who is told once, when all its tasks have ended, or null
 * @param refused the items that become no task, a JSON array as {@link BatchInsert.Held} answers
 *     with it, or null
 * @param tasks at least one, in the order of their ids, each without a key of its own
 * @param idempotency the client's key for the whole, or null
 * @param retryOf the batch whose tasks its own try again, or null
 */
public record NewBatch(
    UUID id,
    String client,
    String reference,
    String callbackUrl,
    String refused,
    List<NewTask> tasks,
    IdempotencyKey idempotency,
    UUID retryOf) {

  /** The same, its tasks accepted at this place in a trace; null: in none. */
  NewBatch at(TraceContext place) {
    return place == null
        ? this
        : new NewBatch(
            id,
            client,
            reference,
            callbackUrl,
            refused,
            tasks.stream().map(task -> task.at(place)).toList(),
            idempotency,
            retryOf);
  }

  /** Where its accept stands in a trace, or null. */
  TraceContext trace() {
    return tasks.get(0).trace();
  }

  /** The task that is submitted last: of those with the lowest priority the last. */
  NewTask last() {
    return tasks.stream()
        .reduce((a, b) -> b.options().priority() <= a.options().priority() ? b : a)
        .orElseThrow();
  }
}
