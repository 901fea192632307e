package io.anteroom.pending;

import io.anteroom.accept.queue.QueueOutline;
import io.anteroom.accept.queue.QueueOutlines;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.CallerContext;
import io.anteroom.cluster.report.ReplicaReports;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.QuotaSnapshot;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says what tasks wait for. What it needs is in the memory of this replica, or was read from the
 * database within about a second, once for all who ask; the tasks themselves cost no statement.
 * Thread-safe.
 */
@Singleton
public class PendingTasks {

  /** No answer is delayed longer by it: what is not known by then is left out. */
  private static final Duration MAX_READ = Duration.ofMillis(200);

  private static final Set<EndpointClass> ALL = EnumSet.allOf(EndpointClass.class);

  private final AccountDirectory accounts;
  private final OperatorPauses pauses;
  private final QuotaSnapshot quota;
  private final ReplicaReports replicas;
  private final QueueOutlines queues;
  private final WaitRules rules;
  private final Clock clock;

  PendingTasks(
      AccountDirectory accounts,
      OperatorPauses pauses,
      QuotaSnapshot quota,
      ReplicaReports replicas,
      QueueOutlines queues,
      WaitRules rules,
      Clock clock) {
    this.accounts = accounts;
    this.pauses = pauses;
    this.quota = quota;
    this.replicas = replicas;
    this.queues = queues;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Says of each of these tasks what it waits for, null of one that has ended. Never fails. To be
   * called on a Vert.x context, on which it answers.
   */
  public Uni<Function<Task, PendingState>> waits(Collection<Task> tasks) {
    Set<String> names =
        tasks.stream()
            .filter(task -> !task.hasEnded())
            .map(task -> task.account)
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      return Uni.createFrom().item(task -> null);
    }
    Set<String> queued =
        tasks.stream()
            .filter(task -> task.phase == Phase.QUEUED)
            .map(task -> task.account)
            .collect(Collectors.toSet());
    Executor here = CallerContext.executor();
    List<Uni<AccountStanding>> standings =
        names.stream().map(name -> standing(name, queued.contains(name))).toList();
    return Uni.join()
        .all(standings)
        .andFailFast()
        .emitOn(here)
        .map(all -> all.stream().collect(Collectors.toMap(AccountStanding::name, s -> s)))
        .map(byName -> task -> task.hasEnded() ? null : rules.wait(task, byName.get(task.account)));
  }

  private Uni<AccountStanding> standing(String account, boolean withQueue) {
    return Uni.combine()
        .all()
        .unis(
            quota.of(account, ALL),
            replicas.within(MAX_READ),
            withQueue
                ? queues.within(account, MAX_READ)
                : Uni.createFrom().item(Optional.<QueueOutline>empty()))
        .asTuple()
        .map(
            known ->
                new AccountStanding(
                    account,
                    accounts.named(account).isPresent(),
                    pauses.wasPaused(account),
                    known.getItem1(),
                    known.getItem2(),
                    known.getItem3(),
                    clock.instant()));
  }
}
