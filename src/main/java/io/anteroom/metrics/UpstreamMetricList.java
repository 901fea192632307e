package io.anteroom.metrics;

import static io.anteroom.metrics.Metric.Scope.CLUSTER;
import static io.anteroom.metrics.Metric.Scope.REPLICA;
import static io.anteroom.metrics.Metric.Scope.VIEW;
import static io.anteroom.metrics.Metric.counter;
import static io.anteroom.metrics.Metric.gauge;
import static io.anteroom.metrics.Metric.histogram;

import java.util.List;

/** The metrics of the upstream, of its quota, and of callbacks. */
final class UpstreamMetricList {

  private static final String ACCOUNT = "account";
  private static final String CLASS = "class";
  private static final String OUTCOME = "outcome";

  private static final long[] CALLS = {
    25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000, 60_000, 300_000, 1_800_000
  };

  private static final long[] PERMITS = {
    10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000
  };

  private static final long[] DELAYS = {
    500, 1_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000, 86_400_000
  };

  static final List<Metric> ALL =
      List.of(
          histogram(
              "anteroom.upstream.request.duration",
              CALLS,
              "How long an upstream call took that was sent, by outcome: success, throttled (429),"
                  + " refused (another 3xx or 4xx), server_error, unreadable, no_response",
              CLASS,
              OUTCOME),
          counter(
              "anteroom.upstream.throttled",
              REPLICA,
              "Upstream calls that were answered with 429",
              ACCOUNT,
              CLASS),
          gauge(
              "anteroom.upstream.breakers.open",
              REPLICA,
              "Circuit breakers of upstream calls that are open",
              ACCOUNT),
          gauge(
              "anteroom.account.refused",
              VIEW,
              "1 while the upstream rejects the account's key (401 or 403)",
              ACCOUNT),
          gauge(
              "anteroom.account.paused",
              VIEW,
              "1 while an operator's pause holds the account",
              ACCOUNT),
          gauge(
              "anteroom.quota.limit",
              VIEW,
              "Calls of a class that the plan allows in a window; there is none where the plan has"
                  + " no limit",
              ACCOUNT,
              CLASS),
          gauge(
              "anteroom.quota.used",
              CLUSTER,
              "Slots of a class that are taken now",
              ACCOUNT,
              CLASS),
          gauge(
              "anteroom.quota.believed",
              CLUSTER,
              "Slots of a class that may be taken at once: what 429s left of its limit, or where"
                  + " the plan has none how many calls may be under way",
              ACCOUNT,
              CLASS),
          histogram(
              "anteroom.quota.wait",
              PERMITS,
              "How long searches, asset calls, cancels and checks waited for a permit, by outcome:"
                  + " granted, or refused where none came in time",
              CLASS,
              OUTCOME),
          gauge("anteroom.callbacks.pending", CLUSTER, "Callbacks that are to be delivered"),
          gauge(
              "anteroom.callbacks.oldest.age.seconds",
              CLUSTER,
              "How long the oldest of these has been due for delivery; 0 where there is none"),
          histogram(
              "anteroom.callbacks.delay",
              DELAYS,
              "From the end of a task, or its redeliver, to the end of the first attempt of its"
                  + " callback"),
          histogram(
              "anteroom.callbacks.attempt.duration",
              CALLS,
              "How long an attempt of a callback took, by outcome: delivered, gone, rejected,"
                  + " failed, unsent",
              OUTCOME),
          gauge("anteroom.callbacks.in.flight", REPLICA, "Attempts of callbacks under way"),
          gauge(
              "anteroom.callbacks.breakers.open",
              REPLICA,
              "Endpoints of callbacks whose circuit breaker is open"),
          counter(
              "anteroom.callbacks.exhausted",
              REPLICA,
              "Callbacks whose last attempt failed or whose time is over; not those that a receiver"
                  + " ended by a 410 (gone). POST /tasks/{id}/redeliver repeats one"),
          counter(
              "anteroom.callbacks.postponed",
              REPLICA,
              "Callbacks that were postponed without an attempt, for reasons of our own"));

  private UpstreamMetricList() {}
}
