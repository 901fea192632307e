package io.anteroom.waiting.stream;

import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stands in the events of the tasks of a batch, and is at the end when each has had its last. */
final class BatchEventCursor implements EventCursor {

  /** Of so many reads in a row that find nothing, the last is followed by a look at the tasks. */
  private static final int READS_TO_CHECK = 4;

  private final LogEventCursor log;
  private final Function<EventPosition, Uni<List<UUID>>> stillUnfinished;
  private final AtomicInteger nothing = new AtomicInteger();
  private final Set<UUID> unfinished = ConcurrentHashMap.newKeySet();

  /**
   * Behind a position.
   *
   * @param unfinished the tasks whose last event comes after it
   */
  BatchEventCursor(EventLog log, UUID batch, Collection<UUID> unfinished, EventPosition position) {
    this.log = new LogEventCursor((after, max) -> log.ofBatch(batch, after, max), position);
    this.stillUnfinished = at -> log.unfinished(batch, at);
    this.unfinished.addAll(unfinished);
  }

  @Override
  public Uni<List<TaskEvent>> read(int max) {
    return log.read(max).invoke(events -> events.forEach(this::pass)).call(this::forgetRemoved);
  }

  /** The retention may have removed the last events of tasks before this stream read them. */
  private Uni<Void> forgetRemoved(List<TaskEvent> read) {
    if (!read.isEmpty()) {
      nothing.set(0);
      return Uni.createFrom().voidItem();
    }
    return nothing.incrementAndGet() % READS_TO_CHECK == 0
        ? stillUnfinished.apply(log.position()).invoke(unfinished::retainAll).replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  private void pass(TaskEvent event) {
    if (event.isLast()) {
      unfinished.remove(event.task());
    }
  }

  /** The signals of all tasks of the client come here. */
  @Override
  public boolean isNews(TaskSignal taskSignal) {
    return unfinished.contains(taskSignal.task()) && log.isNews(taskSignal);
  }

  @Override
  public boolean isBehind() {
    return log.isBehind();
  }

  @Override
  public void giveUp() {
    log.giveUp();
  }

  @Override
  public Optional<UUID> task() {
    return Optional.empty();
  }

  @Override
  public boolean isAtEnd() {
    return unfinished.isEmpty();
  }
}
