package io.anteroom.task.event;

import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import java.util.List;

/**
 * Is told of changes of tasks by {@link TaskChangeAnnouncer}. A bean of this type needs no
 * registration. Its methods are called on any thread, the event loop included, and must return at
 * once. A call may be lost with its process: whoever needs a change for sure finds it in the
 * database at the next tick.
 */
public interface TaskChangeListener {

  /**
   * This replica has accepted or changed tasks, and that is committed.
   *
   * @param changes the tasks as they are now; may be empty
   */
  default void changed(List<TaskChange> changes) {}

  /** Another replica says that a task has changed. */
  default void signalled(TaskSignal signal) {}

  /** Another replica, which submits nothing itself, says that a task is queued. */
  default void queued(String account, TaskKind kind) {}
}
