package io.anteroom.callback;

import io.anteroom.callback.DeliveryLog.Attempt;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;

/**
 * A callback with one of its attempts, as they are read together.
 *
 * @param nextAttemptAt null where there is none to come, or one is under way
 * @param no of the attempt; null where the callback has none, and so are those that follow
 */
@RegisterForReflection
public record DeliveryLogRow(
    String type,
    String url,
    String state,
    Instant nextAttemptAt,
    Integer no,
    Instant at,
    Integer status,
    Integer latencyMs,
    String response,
    String error) {

  Optional<Attempt> attempt() {
    return no == null
        ? Optional.empty()
        : Optional.of(new Attempt(no, at, status, latencyMs, response, error));
  }
}
