package io.anteroom.waiting.stream;

import io.anteroom.task.TaskEvent;
import io.anteroom.waiting.Signal;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the reads of a cursor. */
class CountedCursor implements Cursor {

  private final Cursor cursor;
  private final AtomicInteger reads = new AtomicInteger();

  CountedCursor(Cursor cursor) {
    this.cursor = cursor;
  }

  /** How many reads have ended. */
  int reads() {
    return reads.get();
  }

  @Override
  public Uni<List<TaskEvent>> read(int most) {
    return cursor.read(most).invoke(reads::incrementAndGet);
  }

  @Override
  public boolean isNews(Signal signal) {
    return cursor.isNews(signal);
  }

  @Override
  public boolean isBehind() {
    return cursor.isBehind();
  }

  @Override
  public void giveUp() {
    cursor.giveUp();
  }

  @Override
  public Optional<UUID> task() {
    return cursor.task();
  }

  @Override
  public boolean isAtEnd() {
    return cursor.isAtEnd();
  }
}
