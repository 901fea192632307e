package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.async.FailureLog;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.reconcile.ListVerification.Verdict;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.upstream.DuplicateAssets;
import io.anteroom.upstream.list.AssetListAvailability;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/**
 * Lets {@link InDoubtDecision} decide after a check about each of its tasks. One of which that
 * fails keeps no other in doubt. Thread-safe.
 */
@Singleton
public class InDoubtCheckReader {

  private static final SubjectLog LOG = SubjectLog.of(InDoubtCheckReader.class);

  private final InDoubtTasks inDoubtTasks;
  private final InDoubtChecks checks;
  private final InDoubtDecision inDoubtDecision;
  private final InDoubtSettings settings;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final DuplicateAssets duplicateAssets;
  private final AssetListAvailability lists;

  public InDoubtCheckReader(
      InDoubtTasks inDoubtTasks,
      InDoubtChecks checks,
      InDoubtDecision inDoubtDecision,
      InDoubtSettings settings,
      TaskChangeAnnouncer taskChangeAnnouncer,
      DuplicateAssets duplicateAssets,
      AssetListAvailability lists) {
    this.inDoubtTasks = inDoubtTasks;
    this.checks = checks;
    this.inDoubtDecision = inDoubtDecision;
    this.settings = settings;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.duplicateAssets = duplicateAssets;
    this.lists = lists;
  }

  /** Decides about each task of the check. */
  Uni<Void> read(Account account, InDoubtCheck check) {
    return read(account, check.tasks(), check);
  }

  /** The same where the list showed nothing else meanwhile: the account may have none. */
  Uni<Void> readAlone(Account account, InDoubtCheck check) {
    return AssetListCall.isMissing(check.answer())
        ? lists
            .isSurelyMissing(account, check.answer().words())
            .chain(sure -> sure ? read(account, check) : wait(account, check))
        : read(account, check);
  }

  private Uni<Void> read(Account account, List<InDoubtTask> tasks, InDoubtCheck check) {
    ListVerification verification = checks.verification(account, check);
    return eachOf(
        tasks,
        task -> verdict(task, check, verification).chain(v -> decide(account, task, check, v)));
  }

  /** A list that is out for a while decides nothing, but for what was never worked on. */
  private Uni<Void> wait(Account account, InDoubtCheck check) {
    List<InDoubtTask> unprocessed =
        check.tasks().stream().filter(task -> task.doubt() == InDoubtReason.UNPROCESSED).toList();
    List<InDoubtTask> waiting =
        check.tasks().stream().filter(task -> !unprocessed.contains(task)).toList();
    return checkAgain(waiting).chain(() -> read(account, unprocessed, check));
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

  /** One after the other. One that fails is checked again later, and the others go on. */
  Uni<Void> eachOf(List<InDoubtTask> tasks, Function<InDoubtTask, Uni<Void>> settling) {
    return Multi.createFrom()
        .iterable(tasks)
        .onItem()
        .transformToUniAndConcatenate(
            task ->
                Uni.createFrom()
                    .deferred(() -> settling.apply(task))
                    .onFailure()
                    .recoverWithUni(failure -> checkAgain(task, failure)))
        .onItem()
        .ignoreAsUni();
  }

  private Uni<Void> checkAgain(InDoubtTask doubted, Throwable failure) {
    FailureLog.log(LOG.plain(), "a check of a submit in doubt", failure);
    RunningTask task = doubted.task();
    LOG.warnf(task, "submit %s stays in doubt: %s", task.marker(), failure.getMessage());
    return checkAgain(List.of(doubted));
  }

  /** Nothing was learned about these tasks. */
  Uni<Void> checkAgain(List<InDoubtTask> tasks) {
    return tasks.isEmpty()
        ? Uni.createFrom().voidItem()
        : inDoubtTasks.checkAgain(
            tasks.stream().map(doubted -> doubted.task().id()).toList(), settings.checkInterval());
  }
}
