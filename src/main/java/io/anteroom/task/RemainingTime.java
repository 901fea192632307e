package io.anteroom.task;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * How long one part of a task's way still takes. Each package that knows of a part implements this;
 * together they say when it is worth asking for the task again. Implementations are thread-safe.
 */
public interface RemainingTime {

  /**
   * How long this part still takes for a task that has not ended; zero where the task is past it or
   * never gets to it. Never negative.
   */
  Uni<Duration> remaining(Task task);

  /**
   * The same for a task that was accepted just now, from what this replica knows: without a
   * statement.
   */
  default Uni<Duration> remainingOfNew(Task task) {
    return remaining(task);
  }
}
