package io.anteroom.waiting;

import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.EventTail;
import io.anteroom.task.event.NewestEvents;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

/**
 * Finds at each tick the changes that no hint told of: for requests that wait in the rows of their
 * tasks, for event streams in the event log. One tick at a time.
 */
@Singleton
@Priority(BackgroundWork.AFTER_OTHERS)
public class EventLogWatch implements BackgroundWork {

  private static final int EVENTS_AT_ONCE = 1000;
  private static final int TICKS_TO_HORIZON = 5;

  private final EventTail tail;
  private final EventHorizon horizon;
  private final NewestEvents newest;
  private final WaitRegistry waits;

  /** Up to where the log is read; null before it is first read. */
  private EventPosition position;

  /** While nobody can listen the position is as good as none: it would be old by the next time. */
  private volatile boolean paused;

  private long ticks;

  public EventLogWatch(
      EventTail tail, EventHorizon horizon, NewestEvents newest, WaitRegistry waits) {
    this.tail = tail;
    this.horizon = horizon;
    this.newest = newest;
    this.waits = waits;
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    ticks++;
    return readWaitedFor().chain(this::readLog);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  /** Who waits for a task is told by its row, which no open transaction of others holds back. */
  private Uni<Void> readWaitedFor() {
    return newest
        .after(waits.known())
        .invoke(found -> found.forEach(waits::shown))
        .replaceWithVoid();
  }

  /**
   * Where nobody listens nobody misses anything: only the position moves on, now and then. Who
   * begins to listen is told of events again that are a few seconds old, which wakes nobody twice.
   */
  private Uni<Void> readLog() {
    if (paused) {
      position = null;
    }
    if (!waits.hasListeners() && position != null && ticks % TICKS_TO_HORIZON != 0) {
      return Uni.createFrom().voidItem();
    }
    return horizon
        .read()
        .chain(
            () ->
                waits.hasListeners() && position != null
                    ? readTail()
                    : tail.now().invoke(this::moveTo).replaceWithVoid());
  }

  /** Who has begun to listen meanwhile is told of what came after the former position. */
  private void moveTo(EventPosition now) {
    if (position == null || !waits.hasListeners()) {
      position = now;
    }
  }

  private Uni<Void> readTail() {
    return tail.since(position, EVENTS_AT_ONCE)
        .invoke(events -> events.forEach(this::tell))
        .chain(events -> events.size() < EVENTS_AT_ONCE ? Uni.createFrom().voidItem() : readTail());
  }

  private void tell(TaskSignal event) {
    position = event.at();
    waits.wake(event);
  }
}
