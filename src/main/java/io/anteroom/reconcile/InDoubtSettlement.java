package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.SuspectCollections;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Settles the tasks in doubt of one claim, with one call where it can. A collection that the list
 * rejects is asked for by itself, so that it keeps no task of another in doubt. Thread-safe.
 */
@Singleton
public class InDoubtSettlement {

  private final InDoubtChecks checks;
  private final SuspectChecks suspectChecks;
  private final CollectionChecks collectionChecks;
  private final SuspectCollections suspects;
  private final InDoubtCheckReader reader;

  public InDoubtSettlement(
      InDoubtChecks checks,
      SuspectChecks suspectChecks,
      CollectionChecks collectionChecks,
      SuspectCollections suspects,
      InDoubtCheckReader reader) {
    this.checks = checks;
    this.suspectChecks = suspectChecks;
    this.collectionChecks = collectionChecks;
    this.suspects = suspects;
    this.reader = reader;
  }

  /** Fails where the list could not be asked; all of them are then checked again later. */
  Uni<Void> settle(Account account, List<InDoubtTask> tasks) {
    List<String> collections = InDoubtCheck.collections(tasks, ListControls.NONE);
    return askSuspects(account, tasks, collections, SuspectAnswers.NONE)
        .chain(answers -> settle(account, tasks, answers, true))
        .onFailure()
        .call(() -> reader.checkAgain(tasks));
  }

  private Uni<SuspectAnswers> askSuspects(
      Account account, List<InDoubtTask> tasks, List<String> collections, SuspectAnswers before) {
    return suspectChecks.check(account, collections, tasks.get(0).task().marker(), before);
  }

  /**
   * One call for all tasks of which no collection is suspect, and then the others. Where the list
   * is missing for a collection, and there is no such task, the controls alone tell whether there
   * is a list.
   *
   * @param isFirst whether the collections of the call were not asked for by themselves yet
   */
  private Uni<Void> settle(
      Account account, List<InDoubtTask> tasks, SuspectAnswers answers, boolean isFirst) {
    List<InDoubtTask> clear = tasks.stream().filter(answers::isClear).toList();
    if (clear.isEmpty() && !answers.isAnyMissing()) {
      return settleSuspects(account, tasks, answers, true);
    }
    return checks
        .controls(account, clear)
        .chain(
            controls ->
                clear.isEmpty() && controls.isEmpty()
                    ? settleSuspects(account, tasks, answers, true)
                    : check(account, tasks, answers, clear, controls, isFirst));
  }

  private Uni<Void> check(
      Account account,
      List<InDoubtTask> tasks,
      SuspectAnswers answers,
      List<InDoubtTask> clear,
      ListControls controls,
      boolean isFirst) {
    return checks
        .check(account, clear, controls)
        .onItemOrFailure()
        .transformToUni(
            (check, failure) ->
                failure == null
                    ? read(account, tasks, answers, check, isFirst)
                    : afterFailure(account, clear, controls, failure)
                        .chain(() -> settleSuspects(account, tasks, answers, false)));
  }

  private Uni<Void> read(
      Account account,
      List<InDoubtTask> tasks,
      SuspectAnswers answers,
      InDoubtCheck check,
      boolean isFirst) {
    UpstreamResponse answer = check.answer();
    if (!AssetListCall.isRefused(answer) && !AssetListCall.isMissing(answer)) {
      return reader
          .read(account, check)
          .chain(() -> settleSuspects(account, tasks, answers, false));
    }
    if (!isFirst) {
      boolean mayBeOut = check.tasks().isEmpty() && AssetListCall.isMissing(answer);
      return eachAlone(account, check.tasks())
          .chain(() -> settleSuspects(account, tasks, answers, mayBeOut));
    }
    suspects.rejected(account, check.collections());
    return askSuspects(account, tasks, check.collections(), answers)
        .chain(more -> settle(account, tasks, more, false));
  }

  /** One collection may be the reason. Fails where the call was not made: all wait then. */
  private Uni<Void> afterFailure(
      Account account, List<InDoubtTask> clear, ListControls controls, Throwable failure) {
    if (ResponseTooLargeException.in(failure) != null) {
      return afterTooLarge(account, clear, failure);
    }
    return InDoubtChecks.isUnanswered(failure)
        ? afterSilence(account, clear, controls, failure)
        : Uni.createFrom().failure(failure);
  }

  private Uni<Void> afterSilence(
      Account account, List<InDoubtTask> clear, ListControls controls, Throwable failure) {
    boolean isOfMany = InDoubtCheck.collections(clear, controls).size() > 1;
    return isOfMany
        ? collectionChecks.settle(account, clear, controls)
        : reader.eachOf(clear, task -> Uni.createFrom().failure(failure));
  }

  private Uni<Void> afterTooLarge(Account account, List<InDoubtTask> tasks, Throwable failure) {
    return tasks.size() > 1
        ? eachAlone(account, tasks)
        : reader.eachOf(tasks, task -> Uni.createFrom().failure(failure));
  }

  private Uni<Void> eachAlone(Account account, List<InDoubtTask> tasks) {
    return reader.eachOf(
        tasks,
        task -> checks.checkAlone(account, task).chain(check -> reader.readAlone(account, check)));
  }

  /**
   * Decides about the tasks of suspect collections. Where the list is missing for a collection, and
   * may be there for others, the next check tells whether it had only been out. A task of a
   * collection that gave no answer is checked again.
   *
   * @param mayBeOut whether no list was read, and no call had no answer
   */
  private Uni<Void> settleSuspects(
      Account account, List<InDoubtTask> tasks, SuspectAnswers answers, boolean mayBeOut) {
    List<InDoubtTask> rejected = tasks.stream().filter(answers::isRejected).toList();
    List<InDoubtTask> missing = tasks.stream().filter(answers::isMissing).toList();
    List<InDoubtTask> unknown = tasks.stream().filter(answers::isUnknown).toList();
    boolean isOut = mayBeOut && !answers.works() && !missing.isEmpty();
    return reader
        .eachOf(rejected, task -> reader.read(account, answers.check(task)))
        .chain(() -> reader.checkAgain(unknown))
        .chain(
            () ->
                isOut
                    ? reader.readAlone(account, answers.withoutList(missing))
                    : reader.checkAgain(missing));
  }
}
