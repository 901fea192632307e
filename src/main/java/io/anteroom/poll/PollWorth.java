package io.anteroom.poll;

import io.anteroom.poll.completion.Bisection;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.RunningTask;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What polls are worth, in seconds. A poll of one task is worth E × P, a poll of a page the sum of
 * E of its tasks: E is the expected time since the end, P the chance that there is an end to see.
 * Reads no clock. Immutable, thread-safe.
 */
final class PollWorth {

  /** After this time without a poll a task is worth one, whatever is expected of it. */
  private final double max;

  private final double first;
  private final double target;
  private final int pageSize;
  private final Function<RunningTask, CompletionCurve> curves;

  /**
   * @param settings the bounds
   * @param curves the completion times of a task's workload
   */
  PollWorth(PollSettings settings, Function<RunningTask, CompletionCurve> curves) {
    this.max = seconds(settings.maxInterval());
    this.first = seconds(settings.firstAfter());
    this.target = seconds(settings.targetStaleness());
    this.pageSize = settings.pageSize();
    this.curves = curves;
  }

  int pageSize() {
    return pageSize;
  }

  /** The longest time between two polls of a task, in nanoseconds. */
  long untilMax() {
    return nanos(max);
  }

  /** Whether a poll of this worth is made. */
  boolean isEnough(double worth) {
    return worth >= target;
  }

  /** Less than this adds nothing to a page: a full page of it is worth no poll. */
  double leastOnPage() {
    return target / pageSize;
  }

  /** E, so many seconds from now. */
  double staleness(PolledTask task, long now, double more) {
    double age = task.age(now) + more;
    return age < first ? 0 : curves.apply(task.row()).staleness(task.agePolled(), age);
  }

  /** A cancel waits for nothing but a permit; a task long unseen waits for what is worth more. */
  double alone(PolledTask task, long now, double more) {
    if (task.isCancelling()) {
      return Double.MAX_VALUE;
    }
    double last = task.agePolled();
    double age = task.age(now) + more;
    double worth = staleness(task, now, more) * curves.apply(task.row()).probability(last, age);
    return age - last < max ? worth : Math.max(worth, target);
  }

  /** The worth of one poll of these, so many seconds from now. */
  double of(List<PolledTask> tasks, long now, double more) {
    if (tasks.size() == 1) {
      return alone(tasks.get(0), now, more);
    }
    double sum = 0;
    for (PolledTask task : tasks) {
      sum += staleness(task, now, more);
    }
    return sum;
  }

  /** How long until one poll of these is worth it, in nanoseconds. */
  long untilEnough(List<PolledTask> tasks, long now) {
    return nanos(Bisection.of(more -> of(tasks, now, more), target, 0, max));
  }

  /**
   * How long until a task has to be considered, in nanoseconds: alone exactly when it is worth a
   * poll; on a list when it adds to a page, or up to half of that time before.
   */
  long untilDue(PolledTask task, long now, boolean byList) {
    if (!byList || !task.isListed()) {
      return task.isCancelling()
          ? 0
          : nanos(Bisection.of(more -> alone(task, now, more), target, 0, max));
    }
    double least = leastOnPage();
    if (staleness(task, now, 0) >= least) {
      return 0;
    }
    double wait = target / 2;
    while (wait < max && staleness(task, now, wait) < least) {
      wait *= 2;
    }
    return nanos(Math.max(target / 2, Math.min(wait, max) / 2));
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
