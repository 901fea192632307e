package io.anteroom.api.response;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.pending.PendingState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What a task waits for, as who reads it sees it.
 *
 * @param until nothing happens before; null where that is not known
 * @param position how many tasks are submitted until this one is, with it; null where it is not
 *     queued
 * @param estimateSeconds how long it is expected to wait; null where nobody can say
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitsView(
    String reason,
    @JsonProperty("class") String endpointClass,
    Instant until,
    Long position,
    Double estimateSeconds) {

  /** The view; null for null. */
  public static WaitsView of(PendingState wait) {
    return wait == null
        ? null
        : new WaitsView(
            wait.reason().label(),
            wait.endpointClass().label(),
            wait.until(),
            wait.position(),
            wait.estimate() == null ? null : wait.estimate().toMillis() / 1000.0);
  }
}
