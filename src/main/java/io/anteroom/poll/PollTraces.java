package io.anteroom.poll;

import io.anteroom.async.trace.TaskTraces;
import io.anteroom.async.trace.TaskTraces.Message;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The spans of polls that saw tasks end; the others, which are most, have none. Thread-safe. */
@Singleton
class PollTraces {

  private final TaskTraces traces;

  PollTraces(TaskTraces traces) {
    this.traces = traces;
  }

  /**
   * A poll is recorded.
   *
   * @param tasks of one account, at least one
   * @param changes what became of some of them
   * @param taken how long the poll took
   */
  void polled(List<RunningTask> tasks, List<TaskChange> changes, Duration taken) {
    if (!traces.areOn() || changes.stream().noneMatch(TaskChange::hasEnded)) {
      return;
    }
    Set<UUID> ended =
        changes.stream()
            .filter(TaskChange::hasEnded)
            .map(TaskChange::id)
            .collect(Collectors.toSet());
    List<Message> messages =
        tasks.stream().filter(task -> ended.contains(task.id())).map(PollTraces::message).toList();
    traces.polled(tasks.get(0).account(), messages, taken);
  }

  private static Message message(RunningTask task) {
    TraceContext trace = TraceContext.stored(task.traceparent(), null);
    return new Message(task.id(), task.client(), task.account(), trace, task.attempt());
  }
}
