package io.anteroom.waiting;

import io.anteroom.task.Changed;
import io.anteroom.task.EventTail.Event;
import io.anteroom.task.EventTail.Position;
import io.anteroom.task.NewestEvents.Newest;
import java.util.UUID;

/**
 * A task changed: what those who wait need to decide whether to look.
 *
 * @param task which task
 * @param client whose it is
 * @param eventNo the number of its newest event
 * @param ended whether it has ended
 * @param at where that event stands in the log; null where that was not read
 */
public record Signal(UUID task, String client, int eventNo, boolean ended, Position at) {

  /** One that nobody has read from the log. */
  public Signal(UUID task, String client, int eventNo, boolean ended) {
    this(task, client, eventNo, ended, null);
  }

  /** Of a change that this process made. */
  public static Signal of(Changed change) {
    return new Signal(change.id(), change.client(), change.eventNo(), change.hasEnded());
  }

  /** Of an event that was read from the log. */
  public static Signal of(Event event) {
    return new Signal(event.task(), event.client(), event.no(), event.ended(), event.at());
  }

  /** Of the row of a task. */
  public static Signal of(Newest newest) {
    return new Signal(newest.task(), newest.client(), newest.no(), newest.ended());
  }

  /** As a hint between replicas: {@code <task> <event number> <0 or 1> <client>}. */
  public String toHint() {
    return task + " " + eventNo + (ended ? " 1 " : " 0 ") + client;
  }

  /** Reads a hint; null where it is none. */
  public static Signal fromHint(String hint) {
    String[] parts = hint.split(" ", 4);
    try {
      return parts.length == 4
          ? new Signal(
              UUID.fromString(parts[0]), parts[3], Integer.parseInt(parts[1]), parts[2].equals("1"))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
