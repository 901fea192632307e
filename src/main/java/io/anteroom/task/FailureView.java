package io.anteroom.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A failure as tasks, events and callbacks show it.
 *
 * @param reason the label of a {@link FailureReason}
 * @param upstreamStatus the HTTP status of the answer that ended it, where one did
 * @param message words for people; null only where they are left out to be short
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonPropertyOrder({"reason", "upstream_status", "message"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureView(String reason, Integer upstreamStatus, String message) {

  /** With words in any case; null where there is no failure. */
  public static FailureView of(TaskFailure failure) {
    if (failure == null) {
      return null;
    }
    String words = failure.message() == null ? failure.reason().sentence() : failure.message();
    return new FailureView(failure.reason().label(), failure.upstreamStatus(), words);
  }

  public FailureView brief() {
    return new FailureView(reason, upstreamStatus, null);
  }
}
