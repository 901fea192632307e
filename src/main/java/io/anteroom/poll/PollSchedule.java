package io.anteroom.poll;

import io.anteroom.poll.completion.Bisection;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.task.RunningTask;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a running task is due again: as soon as it is expected to be as stale as is worth a poll.
 * What is not due makes no work; what is due waits for its turn. Thread-safe.
 */
@Singleton
public class PollSchedule {

  /** So long before a takeover at least the replica before polled nothing. */
  private static final Duration TAKEOVER = Duration.ofSeconds(3);

  private final PollSettings settings;
  private final CompletionCurves curves;

  public PollSchedule(PollSettings settings, CompletionCurves curves) {
    this.settings = settings;
    this.curves = curves;
  }

  /** The time from a poll that showed the task unfinished to the next that could be worth it. */
  Duration next(RunningTask task, Duration polledAt) {
    CompletionCurve curve = curves.of(task);
    double polled = polledAt.toNanos() / 1e9;
    double wait =
        Bisection.of(
            more -> curve.staleness(polled, polled + more),
            settings.targetStaleness().toNanos() / 1e9,
            0,
            settings.maxInterval().toNanos() / 1e9);
    return Duration.ofNanos((long) (wait * 1e9));
  }

  /**
   * The age at which a task was last polled, as far as this replica has to guess: some time ago, at
   * random. So where replicas follow each other quickly, each begins with other tasks, and the
   * oldest do not take all permits again and again.
   */
  Duration guessedPoll(RunningTask task) {
    double interval = settings.maxInterval().toNanos() * ThreadLocalRandom.current().nextDouble();
    Duration guess = task.age().minus(TAKEOVER).minusNanos((long) interval);
    return guess.isNegative() ? Duration.ZERO : guess;
  }
}
