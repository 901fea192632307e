package io.anteroom.pending;

import io.anteroom.accept.queue.QueueOutline;
import io.anteroom.cluster.report.ReplicaReport.Delay;
import io.anteroom.cluster.report.ReportedReplica;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport.ClassReport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is known of an account at a moment. Immutable.
 *
 * @param name of the account
 * @param configured whether it is configured still
 * @param paused whether an operator has paused it
 * @param quota its classes; empty where the ledger did not answer
 * @param replicas all replicas; empty where they are not known
 * @param queue what is queued; empty where that is not known
 * @param now that moment
 */
record AccountStanding(
    String name,
    boolean configured,
    boolean paused,
    List<ClassReport> quota,
    Optional<List<ReportedReplica>> replicas,
    Optional<QueueOutline> queue,
    Instant now) {

  Optional<ClassReport> quota(EndpointClass endpointClass) {
    return quota.stream().filter(report -> report.endpointClass() == endpointClass).findFirst();
  }

  /** What keeps all calls of a class from leaving; empty where nothing is known to. */
  Optional<PendingState> obstacle(EndpointClass spent) {
    if (!configured) {
      return Optional.of(new PendingState(PendingReason.NO_ACCOUNT, spent, null));
    }
    if (paused) {
      return Optional.of(new PendingState(PendingReason.PAUSED_BY_OPERATOR, spent, null));
    }
    if (replicas.isPresent() && workers().isEmpty()) {
      return Optional.of(new PendingState(PendingReason.NO_WORKER, spent, null));
    }
    return refused()
        .map(until -> new PendingState(PendingReason.KEY_REFUSED, spent, until))
        .or(() -> quotaPause(spent))
        .or(() -> breaker(spent).map(u -> new PendingState(PendingReason.BREAKER, spent, u)));
  }

  /** Since a submit of the class could not be sent. */
  Optional<PendingState> backoff(EndpointClass spent) {
    return everywhere(
            replica ->
                until(replica, replica.report().backoffs(), delay -> isOf(delay, spent))
                    .filter(until -> until.isAfter(now)))
        .map(until -> new PendingState(PendingReason.BACKOFF, spent, until));
  }

  boolean isSpoolAway() {
    return !workers().isEmpty()
        && workers().stream().allMatch(replica -> replica.report().spool() != null);
  }

  private Optional<PendingState> quotaPause(EndpointClass spent) {
    return quota(spent)
        .filter(report -> report.pausedUntil().isPresent())
        .map(
            report ->
                new PendingState(
                    report.pausedBy().map(PendingReason::of).orElse(PendingReason.PAUSED_BY_429),
                    spent,
                    report.pausedUntil().get()));
  }

  private Optional<Instant> refused() {
    return everywhere(
        replica ->
            until(replica, replica.report().refused(), delay -> delay.account().equals(name)));
  }

  private Optional<Instant> breaker(EndpointClass spent) {
    return everywhere(
        replica ->
            replica.report().breakers().stream()
                .filter(breaker -> !breaker.ofClients() && breaker.account().equals(name))
                .filter(breaker -> spent.label().equals(breaker.endpointClass()))
                .map(breaker -> replica.after(breaker.againMs()))
                .filter(until -> until.isAfter(now))
                .findFirst());
  }

  private boolean isOf(Delay delay, EndpointClass spent) {
    return delay.account().equals(name) && spent.label().equals(delay.endpointClass());
  }

  private static Optional<Instant> until(
      ReportedReplica replica, List<Delay> delays, Predicate<Delay> which) {
    return delays.stream().filter(which).map(d -> replica.after(d.againMs())).findFirst();
  }

  /** One replica that is not kept from it sends: the first of them to be free, if all are kept. */
  private Optional<Instant> everywhere(Function<ReportedReplica, Optional<Instant>> obstacle) {
    List<Instant> all = workers().stream().map(r -> obstacle.apply(r).orElse(null)).toList();
    return all.isEmpty() || all.stream().anyMatch(Objects::isNull)
        ? Optional.empty()
        : all.stream().min(Instant::compareTo);
  }

  private List<ReportedReplica> workers() {
    return replicas.orElse(List.of()).stream().filter(ReportedReplica::works).toList();
  }
}
