package io.anteroom.api.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.cluster.report.ReplicaReport;
import io.anteroom.cluster.report.ReplicaReport.Storage;
import io.anteroom.cluster.report.ReplicaReport.Waiting;
import io.anteroom.cluster.report.ReportedReplica;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A replica, as operators see it. Moments are by the database's clock.
 *
 * @param self whether it is the one that answers
 * @param alive whether its lease holds
 * @param draining whether it is told to stop
 * @param works whether it submits, polls and delivers; null where it has said nothing yet, as the
 *     fields after it
 * @param reportedAt when it said what follows
 * @param polls the accounts that it polls
 * @param underWay its calls that are under way
 * @param refused accounts whose key the upstream refuses, as it has seen
 * @param breakers its circuit breakers that are open
 * @param backoffs its submits that are delayed, since one could not be sent
 * @param waiting who waits on it
 * @param spool why it cannot use the spool
 * @param storage what the spool is made of, and how full it is
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReplicaView(
    UUID id,
    boolean self,
    boolean alive,
    boolean draining,
    Instant leaseUntil,
    Boolean works,
    String version,
    String host,
    Long upSeconds,
    Instant reportedAt,
    List<String> polls,
    UnderWay underWay,
    List<DelayView> refused,
    List<BreakerView> breakers,
    List<DelayView> backoffs,
    List<Waiting> waiting,
    String spool,
    Storage storage) {

  @RegisterForReflection
  record UnderWay(int submits, int polls, int deliveries) {}

  /**
   * What is left alone for a while.
   *
   * @param endpointClass null: every class of the account
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DelayView(String account, @JsonProperty("class") String endpointClass, Instant until) {}

  /**
   * A circuit breaker that is open.
   *
   * @param calls {@code engine}, or {@code clients} for those that clients wait for
   */
  @RegisterForReflection
  record BreakerView(
      String account, @JsonProperty("class") String endpointClass, String calls, Instant until) {}

  static ReplicaView of(ReportedReplica replica, UUID self) {
    boolean isSelf = replica.id().equals(self);
    return replica.report() == null || replica.reportedAt() == null
        ? silent(replica, isSelf)
        : reported(replica, isSelf, replica.report());
  }

  private static ReplicaView silent(ReportedReplica replica, boolean self) {
    return new ReplicaView(
        replica.id(),
        self,
        replica.alive(),
        replica.draining(),
        replica.leaseUntil(),
        null,
        null,
        null,
        null,
        null,
        replica.polls(),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
  }

  private static ReplicaView reported(ReportedReplica replica, boolean self, ReplicaReport report) {
    return new ReplicaView(
        replica.id(),
        self,
        replica.alive(),
        replica.draining(),
        replica.leaseUntil(),
        report.works(),
        report.version(),
        report.host(),
        report.upSeconds(),
        replica.reportedAt(),
        replica.polls(),
        new UnderWay(report.submits(), report.polls(), report.deliveries()),
        delays(replica, report.refused()),
        report.breakers().stream().map(breaker -> view(replica, breaker)).toList(),
        delays(replica, report.backoffs()),
        report.waiting(),
        report.spool(),
        report.storage());
  }

  private static List<DelayView> delays(ReportedReplica replica, List<ReplicaReport.Delay> delays) {
    return delays.stream()
        .map(d -> new DelayView(d.account(), d.endpointClass(), replica.after(d.againMs())))
        .toList();
  }

  private static BreakerView view(ReportedReplica replica, ReplicaReport.Breaker breaker) {
    return new BreakerView(
        breaker.account(),
        breaker.endpointClass(),
        breaker.ofClients() ? "clients" : "engine",
        replica.after(breaker.againMs()));
  }
}
