package io.anteroom.waiting.stream;

import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stands in the events of one task, which can be read as soon as they are told of. */
final class TaskEventCursor implements EventCursor {

  private final EventLog log;
  private final UUID task;
  private volatile int no;
  private volatile boolean atEnd;

  /** Behind the event of this number; 0 is before the first. */
  TaskEventCursor(EventLog log, UUID task, int no) {
    this.log = log;
    this.task = task;
    this.no = no;
  }

  @Override
  public Uni<List<TaskEvent>> read(int max) {
    return log.ofTask(task, no, max).invoke(events -> events.forEach(this::pass));
  }

  @Override
  public boolean isNews(TaskSignal taskSignal) {
    return taskSignal.task().equals(task) && taskSignal.eventNo() > no;
  }

  @Override
  public boolean isBehind() {
    return false;
  }

  @Override
  public void giveUp() {}

  @Override
  public Optional<UUID> task() {
    return Optional.of(task);
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  private void pass(TaskEvent event) {
    no = event.no();
    atEnd = event.isLast();
  }
}
