package io.anteroom.waiting.stream;

import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Stands in the events of many tasks: of a client, or of all. One that was told of may be readable
 * only a moment later, when the transactions that are older than its own have ended.
 */
final class LogEventCursor implements EventCursor {

  private final BiFunction<EventPosition, Integer, Uni<List<TaskEvent>>> log;
  private final AnnouncedEvents told = new AnnouncedEvents();
  private volatile EventPosition position;

  /**
   * Behind a position.
   *
   * @param log reads the events after a position, at most so many
   */
  LogEventCursor(
      BiFunction<EventPosition, Integer, Uni<List<TaskEvent>>> log, EventPosition position) {
    this.log = log;
    this.position = position;
  }

  @Override
  public Uni<List<TaskEvent>> read(int max) {
    return log.apply(position, max).invoke(events -> events.forEach(this::pass));
  }

  /** Behind the last event that was read. */
  EventPosition position() {
    return position;
  }

  /**
   * The reading of the log announces events before the stream's beginning too: none to wait for.
   */
  @Override
  public boolean isNews(TaskSignal taskSignal) {
    if (taskSignal.at() != null && !taskSignal.at().isAfter(position)) {
      told.read(taskSignal.task(), taskSignal.eventNo());
      return false;
    }
    return told.tell(taskSignal.task(), taskSignal.eventNo());
  }

  @Override
  public boolean isBehind() {
    return told.isBehind();
  }

  @Override
  public void giveUp() {
    told.forget();
  }

  @Override
  public Optional<UUID> task() {
    return Optional.empty();
  }

  @Override
  public boolean isAtEnd() {
    return false;
  }

  private void pass(TaskEvent event) {
    position = event.at();
    told.read(event.task(), event.no());
  }
}
