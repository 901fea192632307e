package io.anteroom.poll;

import io.anteroom.poll.completion.Bisection;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.task.RunningTask;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * When a running task is due again: as soon as it is expected to be as stale as is worth a poll.
 * What is not due makes no work; what is due waits for its turn. Thread-safe.
 */
@Singleton
public class PollSchedule {

  private final PollSettings settings;
  private final CompletionCurves curves;

  public PollSchedule(PollSettings settings, CompletionCurves curves) {
    this.settings = settings;
    this.curves = curves;
  }

  /** The time from a poll that showed the task unfinished to the next that could be worth it. */
  Duration next(RunningTask task) {
    CompletionCurve curve = curves.of(task);
    double now = task.age().toNanos() / 1e9;
    double wait =
        Bisection.of(
            more -> curve.staleness(now, now + more),
            settings.targetStaleness().toNanos() / 1e9,
            0,
            settings.maxInterval().toNanos() / 1e9);
    return Duration.ofNanos((long) (wait * 1e9));
  }
}
