package io.anteroom.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.task.FailureView;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.event.TaskEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A change of a task as event streams show it.
 *
 * @param client whose task it is; only operators see it, else null
 * @param no its number within the task, from 1 without gaps
 * @param upstreamStatus the upstream's own word, where it differs
 * @param error why the task failed, in words
 * @param failure why it ended without success, for machines
 * @param reference the client's own name for the task; null where it has none
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventView(
    UUID taskId,
    String client,
    int no,
    TaskStatus status,
    String phase,
    String upstreamStatus,
    String error,
    FailureView failure,
    String reference,
    Instant at) {

  /** As a client sees it. */
  static EventView of(TaskEvent event) {
    return of(event, null);
  }

  /** As operators see it. */
  static EventView withClient(TaskEvent event) {
    return of(event, event.client());
  }

  private static EventView of(TaskEvent event, String client) {
    boolean ownWord =
        event.upstreamStatus() != null && !event.upstreamStatus().equals(event.status().name());
    return new EventView(
        event.task(),
        client,
        event.no(),
        event.status(),
        event.phase().label(),
        ownWord ? event.upstreamStatus() : null,
        event.error(),
        FailureView.of(event.failure()),
        event.reference(),
        event.time());
  }

  /** The name of the event: of the last one of a task it is the type of the task's callback. */
  static String name(TaskEvent event) {
    return event.isLast()
        ? "task." + event.status().name().toLowerCase(Locale.ROOT)
        : "task.updated";
  }
}
