package io.anteroom.waiting.stream;

import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where a stream stands in the event log. One read at a time; the rest is thread-safe. */
public interface EventCursor {

  /** The next events, at most this many; moves behind them. */
  Uni<List<TaskEvent>> read(int max);

  /** Takes note of a change; answers whether it may have an event that was not read yet. */
  boolean isNews(TaskSignal taskSignal);

  /** Whether a change that was told of cannot be read yet. */
  boolean isBehind();

  /** No longer waits for what was told of: the next reading of the log announces it again. */
  void giveUp();

  /** The one task whose events it reads; empty where it reads those of many. */
  Optional<UUID> task();

  /** Whether no event will come any more. */
  boolean isAtEnd();
}
