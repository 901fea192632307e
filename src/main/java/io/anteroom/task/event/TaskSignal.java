package io.anteroom.task.event;

import io.anteroom.task.TaskChange;
import java.util.UUID;

/**
 * A task changed: what those who wait need to decide whether to read it.
 *
 * @param eventNo the number of its newest event
 * @param at where that event stands in the log; null where that was not read
 */
public record TaskSignal(UUID task, String client, int eventNo, boolean ended, EventPosition at) {

  /** One that nobody has read from the log. */
  public TaskSignal(UUID task, String client, int eventNo, boolean ended) {
    this(task, client, eventNo, ended, null);
  }

  public static TaskSignal of(TaskChange change) {
    return new TaskSignal(change.id(), change.client(), change.eventNo(), change.hasEnded());
  }

  /** As a hint between replicas: {@code <task> <event number> <0 or 1> <client>}. */
  public String toHint() {
    return task + " " + eventNo + (ended ? " 1 " : " 0 ") + client;
  }

  /** Reads a hint; null where it is none. */
  public static TaskSignal fromHint(String hint) {
    String[] parts = hint.split(" ", 4);
    try {
      return parts.length == 4
          ? new TaskSignal(
              UUID.fromString(parts[0]), parts[3], Integer.parseInt(parts[1]), parts[2].equals("1"))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
