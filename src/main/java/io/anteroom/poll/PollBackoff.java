package io.anteroom.poll;

import io.anteroom.task.RunningTask;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a task is left alone after a look that did not say where it stands: as long as it has
 * not been known already, so that the waits about double, less up to a half at random (Brooker,
 * "Exponential Backoff And Jitter", 2015).
 *
 * @param first the least wait, before what chance takes off
 * @param most the longest
 */
record PollBackoff(Duration first, Duration most) {

  Duration after(RunningTask task) {
    Duration since = task.history().vainFor();
    long nanos = Math.min(most.toNanos(), Math.max(first.toNanos(), since.toNanos()));
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1));
  }
}
