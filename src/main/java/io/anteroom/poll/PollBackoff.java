package io.anteroom.poll;

import io.anteroom.async.Backoff;
import io.anteroom.task.RunningTask;
import java.time.Duration;

/**
 * How long a task is left alone after a poll that did not say where it stands: for as long as that
 * has not been known already, so that the waits about double, with jitter.
 *
 * @param first the shortest wait, before the jitter
 * @param max the longest
 */
record PollBackoff(Duration first, Duration max) {

  Duration after(RunningTask task) {
    Duration unanswered = task.history().unansweredFor();
    long nanos = Math.min(max.toNanos(), Math.max(first.toNanos(), unanswered.toNanos()));
    return Backoff.jittered(Duration.ofNanos(nanos));
  }
}
