package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.Loop;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.reconcile.ListVerification.Verdict;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.DuplicateAssets;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.list.AssetListAvailability;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Settles submits in doubt: searches the asset list for their markers, and lets a task be submitted
 * again only when every check over the grace did not find it, since a list may lag. {@link
 * InDoubtDecision} decides after each check. Thread-safe.
 */
@Singleton
public class Reconciler implements BackgroundWork {

  private static final int TASKS_AT_ONCE = 40;

  private final InDoubtTasks inDoubtTasks;
  private final InDoubtChecks checks;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final AccountAvailability gate;
  private final ClusterSettings cluster;
  private final InDoubtSettings settings;
  private final InDoubtDecision inDoubtDecision;
  private final DuplicateAssets duplicateAssets;
  private final AssetListAvailability lists;
  private final Map<String, Loop> lanes = new HashMap<>();

  public Reconciler(
      InDoubtTasks inDoubtTasks,
      InDoubtChecks checks,
      TaskChangeAnnouncer taskChangeAnnouncer,
      AccountAvailability gate,
      ClusterSettings cluster,
      InDoubtSettings settings,
      InDoubtDecision inDoubtDecision,
      DuplicateAssets duplicateAssets,
      AssetListAvailability lists,
      AccountDirectory accounts,
      Vertx vertx) {
    this.inDoubtTasks = inDoubtTasks;
    this.checks = checks;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.gate = gate;
    this.cluster = cluster;
    this.settings = settings;
    this.inDoubtDecision = inDoubtDecision;
    this.duplicateAssets = duplicateAssets;
    this.lists = lists;
    for (Account account : accounts.all()) {
      lanes.put(
          account.name(), new Loop("reconcile " + account.name(), vertx, () -> step(account)));
    }
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    todo.inDoubt().forEach(this::wake);
    return Uni.createFrom().voidItem();
  }

  /**
   * A task of this account is in doubt. Only a tick wakes, so that one call searches for all the
   * tasks that came to be in doubt meanwhile.
   */
  private void wake(String account) {
    Loop lane = lanes.get(account);
    if (lane != null && cluster.work()) {
      lane.wake();
    }
  }

  @Override
  public void stop() {
    lanes.values().forEach(Loop::stop);
  }

  /** A claim is no longer than a lease: two replicas that check one task do no harm. */
  private Uni<Optional<Duration>> step(Account account) {
    if (gate.isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return inDoubtTasks
        .claim(account.name(), TASKS_AT_ONCE, cluster.lease())
        .chain(
            tasks ->
                tasks.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : settle(account, tasks).replaceWith(Optional.of(next(tasks))));
  }

  private Duration next(List<InDoubtTask> tasks) {
    return tasks.size() == TASKS_AT_ONCE ? Duration.ZERO : settings.checkInterval();
  }

  /** One search for all of them; more that are due come with the next step. */
  private Uni<Void> settle(Account account, List<InDoubtTask> tasks) {
    return checks
        .check(account, tasks)
        .chain(check -> decide(account, tasks, check))
        .onFailure(failure -> tasks.size() > 1 && ResponseTooLargeException.in(failure) != null)
        .recoverWithUni(() -> eachOf(tasks, task -> settle(account, List.of(task))))
        .onFailure()
        .call(() -> inDoubtTasks.checkAgain(ids(tasks), settings.checkInterval()));
  }

  private Uni<Void> decide(Account account, List<InDoubtTask> tasks, InDoubtCheck check) {
    if (AssetListCall.isRefused(check.answer()) && tasks.size() > 1) {
      return eachOf(tasks, task -> settle(account, List.of(task)));
    }
    return AssetListCall.isMissing(check.answer())
        ? lists
            .isSurelyMissing(account, check.answer().words())
            .chain(sure -> sure ? decideEach(account, tasks, check) : wait(account, tasks, check))
        : decideEach(account, tasks, check);
  }

  private Uni<Void> decideEach(Account account, List<InDoubtTask> tasks, InDoubtCheck check) {
    ListVerification verification = checks.verification(account, check);
    return eachOf(
        tasks,
        task -> verdict(task, check, verification).chain(v -> decide(account, task, check, v)));
  }

  /** A list that is out for a while decides nothing, but for what was never worked on. */
  private Uni<Void> wait(Account account, List<InDoubtTask> tasks, InDoubtCheck check) {
    List<InDoubtTask> waiting =
        tasks.stream().filter(task -> task.doubt() != InDoubtReason.UNPROCESSED).toList();
    List<InDoubtTask> unprocessed =
        tasks.stream().filter(task -> task.doubt() == InDoubtReason.UNPROCESSED).toList();
    return inDoubtTasks
        .checkAgain(ids(waiting), settings.checkInterval())
        .chain(() -> decideEach(account, unprocessed, check));
  }

  /** Makes further calls only when the check was inconclusive. */
  private Uni<Verdict> verdict(
      InDoubtTask task, InDoubtCheck check, ListVerification verification) {
    ListEvidence evidence = check.evidenceFor(task);
    return evidence == ListEvidence.INCONCLUSIVE
            && inDoubtDecision.isRipe(task, check.answer(), check.seen())
        ? verification.of(task)
        : Uni.createFrom().item(new Verdict(check.seen(), evidence));
  }

  private Uni<Void> decide(Account account, InDoubtTask task, InDoubtCheck check, Verdict verdict) {
    return inDoubtDecision
        .decide(task, check.answer(), verdict.seen(), verdict.evidence())
        .invoke(changes -> told(account, task.task(), changes, verdict.seen()))
        .replaceWithVoid();
  }

  /**
   * One after the other. One task that is too large, or that the list will not be asked about, must
   * not keep the others in doubt.
   */
  private static Uni<Void> eachOf(
      List<InDoubtTask> tasks, Function<InDoubtTask, Uni<Void>> settling) {
    return Multi.createFrom()
        .iterable(tasks)
        .onItem()
        .transformToUniAndConcatenate(settling::apply)
        .onItem()
        .ignoreAsUni();
  }

  /** A duplicate asset goes only once it is committed which of the two is followed. */
  private void told(
      Account account, RunningTask task, List<TaskChange> changes, ListedAssets seen) {
    taskChangeAnnouncer.announce(changes);
    for (TaskChange change : changes) {
      if (change.phase() == Phase.RUNNING) {
        duplicateAssets.remove(account, task.id(), seen.duplicates(InDoubtTask.followed(task)));
      }
    }
  }

  private static List<UUID> ids(List<InDoubtTask> tasks) {
    return tasks.stream().map(doubted -> doubted.task().id()).toList();
  }
}
