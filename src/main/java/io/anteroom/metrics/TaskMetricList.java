package io.anteroom.metrics;

import static io.anteroom.metrics.Metric.Scope.CLUSTER;
import static io.anteroom.metrics.Metric.Scope.REPLICA;
import static io.anteroom.metrics.Metric.counter;
import static io.anteroom.metrics.Metric.gauge;
import static io.anteroom.metrics.Metric.histogram;

import java.util.List;

/** The metrics of tasks and of what is done for them. */
final class TaskMetricList {

  private static final String ACCOUNT = "account";

  /** From a task that finds a permit at once to one that waits for the quota of a day. */
  private static final long[] WAITS = {
    100, 500, 1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000, 14_400_000
  };

  private static final long[] LIVES = {
    1_000,
    5_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    900_000,
    3_600_000,
    14_400_000,
    86_400_000
  };

  private static final long[] LAGS = {
    500, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000
  };

  static final List<Metric> ALL =
      List.of(
          gauge(
              "anteroom.tasks",
              CLUSTER,
              "Tasks that have not ended, by phase: queued, submitting, in_doubt, running,"
                  + " cancelling",
              ACCOUNT,
              "phase"),
          gauge(
              "anteroom.queue.oldest.age.seconds",
              CLUSTER,
              "How long ago the oldest queued task was accepted; 0 where none is queued",
              ACCOUNT),
          histogram(
              "anteroom.submit.wait",
              WAITS,
              "From the accept of a task to the submit that the upstream accepted. quota is short"
                  + " where the task met a lack of permits or an operator's pause on its way, and"
                  + " free where it did not",
              ACCOUNT,
              "quota"),
          histogram(
              "anteroom.task.duration",
              LIVES,
              "From the accept of a task to its end, by how it ended: DONE, FAILED, CANCELLED",
              "status"),
          counter("anteroom.tasks.ended", REPLICA, "Tasks that ended", ACCOUNT, "status"),
          counter(
              "anteroom.submits",
              REPLICA,
              "Submits by outcome: accepted, in_doubt, upstream_failed, unprocessed, not_sent,"
                  + " file_lost, rate_limited, unauthorized, refused_by_intermediary, refused",
              ACCOUNT,
              "outcome"),
          histogram(
              "anteroom.poll.lag",
              LAGS,
              "How long after it was due a running task was polled; polls ahead of time do not"
                  + " count",
              ACCOUNT),
          counter(
              "anteroom.polls",
              REPLICA,
              "Polls of running tasks by finding. status: the response has the status of the task."
                  + " not_found: the upstream says that it does not know the task. unknown_status:"
                  + " the response has a status that is not known here. no_response: there was no"
                  + " response of the upstream. not_polled: the poll was not made, or got a 429",
              ACCOUNT,
              "finding"),
          counter("anteroom.in.doubt.checks", REPLICA, "Checks whether a submit in doubt happened"),
          counter(
              "anteroom.assets.duplicates.removed",
              REPLICA,
              "Duplicate assets of a task that were found and deleted",
              ACCOUNT),
          counter(
              "anteroom.submits.taken.over",
              REPLICA,
              "Submits of a replica whose lease ended, put in doubt by this one"),
          counter(
              "anteroom.poll.leases.taken",
              REPLICA,
              "How often this replica began to poll an account: at a start, or after another one"
                  + " stopped, died or was late",
              ACCOUNT));

  private TaskMetricList() {}
}
