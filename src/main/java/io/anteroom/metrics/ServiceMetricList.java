package io.anteroom.metrics;

import static io.anteroom.metrics.Metric.Scope.REPLICA;
import static io.anteroom.metrics.Metric.Scope.VIEW;
import static io.anteroom.metrics.Metric.counter;
import static io.anteroom.metrics.Metric.gauge;

import java.util.List;

/** The metrics of requests, connections, the spool and the replica itself. */
final class ServiceMetricList {

  static final List<Metric> ALL =
      List.of(
          gauge("anteroom.requests.waiting", REPLICA, "Requests that wait for a change of a task"),
          gauge("anteroom.event.streams", REPLICA, "Open event streams"),
          gauge(
              "anteroom.events.horizon.age.seconds",
              VIEW,
              "For how long one open transaction of the database has delayed event streams; 0 where"
                  + " none does"),
          gauge(
              "anteroom.http.body.bytes",
              REPLICA,
              "Bytes of bodies and of passed-through responses in memory"),
          gauge("anteroom.http.connections", REPLICA, "Open connections to the public ports"),
          counter(
              "anteroom.http.connections.refused",
              REPLICA,
              "Connections that were closed because there were too many"),
          counter(
              "anteroom.http.connections.closed",
              REPLICA,
              "Connections that were closed, by reason: head, idle, body, pipeline",
              "reason"),
          gauge(
              "anteroom.spool.bytes",
              VIEW,
              "Bytes that the spool holds, as they were last measured"),
          gauge("anteroom.spool.unavailable", VIEW, "1 while the spool cannot be used"),
          gauge(
              "anteroom.build.info",
              REPLICA,
              "1. The label is the version of the replica",
              "version"),
          gauge(
              "anteroom.cluster.state.age.seconds",
              VIEW,
              "How old the values of the cluster are that this replica shows; NaN before the"
                  + " first"),
          gauge(
              "anteroom.cluster.state.overdue.seconds",
              VIEW,
              "For how long this replica should have read newer values of the cluster and could"
                  + " not; 0 while it can, also where reads take long and are made less often"));

  private ServiceMetricList() {}
}
