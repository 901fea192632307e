package io.anteroom.pending;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.poll.Poller;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.reconcile.InDoubtGrace;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a task waits for, by its phase and by how its account stands. What keeps all calls of the
 * account from leaving comes before what concerns the task. Thread-safe.
 */
@Singleton
class WaitRules {

  private final Clients clients;
  private final Poller poller;
  private final CompletionCurves curves;
  private final InDoubtGrace grace;

  WaitRules(Clients clients, Poller poller, CompletionCurves curves, InDoubtGrace grace) {
    this.clients = clients;
    this.poller = poller;
    this.curves = curves;
    this.grace = grace;
  }

  /** Of a task that has not ended. */
  PendingState wait(Task task, AccountStanding account) {
    return switch (task.phase) {
      case QUEUED -> queued(task, account);
      case SUBMITTING -> new PendingState(PendingReason.UPSTREAM, index(task), null);
      case IN_DOUBT -> account.obstacle(EndpointClass.DEFAULT).orElseGet(() -> inDoubt(task));
      default ->
          account.obstacle(EndpointClass.DEFAULT).orElseGet(() -> running(task, account.now()));
    };
  }

  private PendingState queued(Task task, AccountStanding account) {
    EndpointClass spent = index(task);
    PendingState wait =
        account
            .obstacle(spent)
            .or(() -> spool(task, account))
            .or(() -> backoff(task, account))
            .orElseGet(
                () -> new PendingState(PendingReason.PERMIT, spent, nextPermit(account, spent)));
    Long position = account.queue().map(q -> q.position(task, this::weight)).orElse(null);
    return wait.at(position).expected(untilSubmitted(wait, position, account));
  }

  private static Optional<PendingState> spool(Task task, AccountStanding account) {
    return task.kind == TaskKind.UPLOAD && account.isSpoolAway()
        ? Optional.of(new PendingState(PendingReason.SPOOL, index(task), null))
        : Optional.empty();
  }

  private static Optional<PendingState> backoff(Task task, AccountStanding account) {
    return task.notBefore != null && task.notBefore.isAfter(account.now())
        ? Optional.of(new PendingState(PendingReason.BACKOFF, index(task), task.notBefore))
        : account.backoff(index(task));
  }

  /** Null where one is free. */
  private static Instant nextPermit(AccountStanding account, EndpointClass spent) {
    return account
        .quota(spent)
        .map(ClassReport::nextPermit)
        .filter(wait -> !wait.isZero())
        .map(wait -> account.now().plus(wait))
        .orElse(null);
  }

  /** Nobody can say where it does not end by itself. */
  private static Duration untilSubmitted(
      PendingState wait, Long position, AccountStanding account) {
    return switch (wait.reason()) {
      case PERMIT, PAUSED_BY_429, PAUSED_BY_503, PAUSED_AFTER_FAILOVER, BACKOFF ->
          position == null
              ? null
              : account
                  .quota(wait.endpointClass())
                  .map(report -> report.untilPermit(position))
                  .map(byQuota -> longer(byQuota, untilMoment(wait, account)))
                  .orElse(null);
      default -> null;
    };
  }

  private static Duration untilMoment(PendingState wait, AccountStanding account) {
    return wait.until() == null ? Duration.ZERO : Duration.between(account.now(), wait.until());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private PendingState inDoubt(Task task) {
    return new PendingState(PendingReason.IN_DOUBT, EndpointClass.DEFAULT, task.nextCheckAt)
        .expected(grace.untilSettled(task));
  }

  private PendingState running(Task task, Instant now) {
    Instant nextPoll = poller.untilPoll(task.account, task.id).map(now::plus).orElse(null);
    return new PendingState(PendingReason.NEXT_POLL, EndpointClass.DEFAULT, nextPoll)
        .expected(curves.expected(task));
  }

  private double weight(String client) {
    return clients.named(client).map(Client::weight).orElse(1.0);
  }

  private static EndpointClass index(Task task) {
    return EndpointClass.valueOf("INDEX_" + task.kind.name());
  }
}
