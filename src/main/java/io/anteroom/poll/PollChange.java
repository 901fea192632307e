package io.anteroom.poll;

import io.anteroom.task.PollHistory;

/**
 * What a result of a poll changes.
 *
 * @param history that of the task with this poll; its note is not looked at
 * @param isWritten whether the row of the task has to change
 * @param isEvent whether a reader of the task surely sees a change
 */
public record PollChange(
    PollResult result, PollHistory history, boolean isWritten, boolean isEvent) {

  /** One of a task that is not in memory: the row decides whether it is a change. */
  public static PollChange unsure(PollResult result, PollHistory history) {
    return new PollChange(result, history, true, false);
  }
}
