package io.anteroom.engine;

import io.anteroom.task.Changed;
import java.util.UUID;

/**
 * A task changed: what those who wait need to decide whether to look.
 *
 * @param task which task
 * @param eventNo the number of its newest event
 * @param ended whether it has ended
 */
public record Signal(UUID task, int eventNo, boolean ended) {

  static Signal of(Changed change) {
    return new Signal(change.id(), change.eventNo(), change.hasEnded());
  }

  /** As a hint between replicas: {@code <task> <event number> <0 or 1>}. */
  String toHint() {
    return task + " " + eventNo + (ended ? " 1" : " 0");
  }

  /** Reads a hint; null where it is none. */
  static Signal fromHint(String hint) {
    String[] parts = hint.split(" ");
    try {
      return parts.length == 3
          ? new Signal(UUID.fromString(parts[0]), Integer.parseInt(parts[1]), parts[2].equals("1"))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
