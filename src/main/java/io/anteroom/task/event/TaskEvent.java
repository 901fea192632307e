package io.anteroom.task.event;

import io.anteroom.task.Phase;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * A change of a task, as the log keeps it. Immutable.
 *
 * @param at where it stands in the log of all tasks
 * @param client whose task it is
 * @param no its number within the task, from 1 without gaps
 * @param upstreamStatus the upstream's own word, or null
 * @param error why the task failed, in words, or null
 * @param failure why it ended without success, or null
 * @param reference the client's own name for the task, or null
 * @param time when it was written, by the database's clock
 */
public record TaskEvent(
    EventPosition at,
    UUID task,
    String client,
    int no,
    TaskStatus status,
    Phase phase,
    String upstreamStatus,
    String error,
    TaskFailure failure,
    String reference,
    Instant time) {

  public boolean isLast() {
    return phase == Phase.ENDED;
  }
}
