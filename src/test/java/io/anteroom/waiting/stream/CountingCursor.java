package io.anteroom.waiting.stream;

import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

class CountingCursor implements EventCursor {

  private final EventCursor eventCursor;
  private final AtomicInteger reads = new AtomicInteger();

  CountingCursor(EventCursor eventCursor) {
    this.eventCursor = eventCursor;
  }

  int reads() {
    return reads.get();
  }

  @Override
  public Uni<List<TaskEvent>> read(int max) {
    return eventCursor.read(max).invoke(reads::incrementAndGet);
  }

  @Override
  public boolean isNews(TaskSignal taskSignal) {
    return eventCursor.isNews(taskSignal);
  }

  @Override
  public boolean isBehind() {
    return eventCursor.isBehind();
  }

  @Override
  public void giveUp() {
    eventCursor.giveUp();
  }

  @Override
  public Optional<UUID> task() {
    return eventCursor.task();
  }

  @Override
  public boolean isAtEnd() {
    return eventCursor.isAtEnd();
  }
}
