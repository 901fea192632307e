package io.anteroom.engine;

import io.anteroom.task.Running;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * When to look at a running task again: after a part of its age, so that the staleness of what is
 * known stays in proportion to how long the task takes. Immutable, thread-safe.
 */
@Singleton
public class PollSchedule {

  private final EngineSettings.Poll settings;

  /** Only stores its parts. */
  public PollSchedule(EngineSettings settings) {
    this.settings = settings.poll();
  }

  /** The time to the next look. */
  Duration next(Running task) {
    long millis = (long) (task.age().toMillis() * settings.growth());
    long bounded =
        Math.min(settings.most().toMillis(), Math.max(settings.first().toMillis(), millis));
    return Duration.ofMillis(bounded);
  }
}
