package io.anteroom.pending;

import io.anteroom.quota.EndpointClass;
import java.time.Duration;
import java.time.Instant;

/**
 * What a task waits for, as far as it is known. Immutable.
 *
 * @param endpointClass of the call that comes next, or is under way
 * @param until nothing happens before this moment; null where that is not known
 * @param position how many tasks are submitted until this one is, with it; null where it is not
 *     queued, or that is not known
 * @param estimate how long it is expected to wait; null where nobody can say
 */
public record PendingState(
    PendingReason reason,
    EndpointClass endpointClass,
    Instant until,
    Long position,
    Duration estimate) {

  PendingState(PendingReason reason, EndpointClass endpointClass, Instant until) {
    this(reason, endpointClass, until, null, null);
  }

  PendingState at(Long newPosition) {
    return new PendingState(reason, endpointClass, until, newPosition, estimate);
  }

  PendingState expected(Duration newEstimate) {
    return new PendingState(reason, endpointClass, until, position, newEstimate);
  }
}
