package io.anteroom.task.event;

import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;

/** Tells every {@link TaskChangeListener} of changes of tasks. Thread-safe. */
@Singleton
public class TaskChangeAnnouncer {

  private final Instance<TaskChangeListener> beans;
  private volatile List<TaskChangeListener> listeners;

  public TaskChangeAnnouncer(Instance<TaskChangeListener> listeners) {
    this.beans = listeners;
  }

  /** Announces changes that this replica has committed; returns at once. */
  public void announce(List<TaskChange> changes) {
    tell(listener -> listener.changed(changes));
  }

  /** Passes on what another replica says of a task. */
  public void announce(TaskSignal signal) {
    tell(listener -> listener.signalled(signal));
  }

  /** Passes on that another replica has queued a task of this account and kind. */
  public void announceQueued(String account, TaskKind kind) {
    tell(listener -> listener.queued(account, kind));
  }

  private void tell(Consumer<TaskChangeListener> call) {
    listeners().forEach(call);
  }

  /** Looked up at the first use: most listeners need this announcer to be created. */
  private List<TaskChangeListener> listeners() {
    if (listeners == null) {
      listeners = beans.stream().toList();
    }
    return listeners;
  }
}
