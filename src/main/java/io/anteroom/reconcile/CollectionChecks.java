package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.async.FailureLog;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.SuspectCollections;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks the tasks in doubt of each collection by themselves, where a call for all of them had no
 * answer: one collection may be the reason. Thread-safe.
 */
@Singleton
public class CollectionChecks {

  private static final SubjectLog LOG = SubjectLog.of(CollectionChecks.class);

  private final InDoubtChecks checks;
  private final InDoubtCheckReader reader;
  private final SuspectCollections suspects;

  public CollectionChecks(
      InDoubtChecks checks, InDoubtCheckReader reader, SuspectCollections suspects) {
    this.checks = checks;
    this.reader = reader;
    this.suspects = suspects;
  }

  /**
   * Until one has no answer: the upstream may be out, and then the others would have none. In
   * another order each time, so that none keeps another in doubt for long. Never fails.
   */
  Uni<Void> settle(Account account, List<InDoubtTask> tasks, ListControls controls) {
    List<List<InDoubtTask>> groups =
        new ArrayList<>(
            tasks.stream()
                .collect(Collectors.groupingBy(doubted -> doubted.task().collectionId()))
                .values());
    Collections.shuffle(groups);
    return next(account, groups, controls);
  }

  private Uni<Void> next(Account account, List<List<InDoubtTask>> groups, ListControls controls) {
    if (groups.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return check(account, groups.get(0), controls)
        .onItemOrFailure()
        .transformToUni(
            (checked, failure) ->
                failure == null
                    ? next(account, groups.subList(1, groups.size()), controls)
                    : checkAgain(groups, failure));
  }

  private Uni<Void> check(Account account, List<InDoubtTask> group, ListControls controls) {
    String collection = group.get(0).task().collectionId();
    return checks
        .check(account, group, controls.in(collection))
        .chain(check -> read(account, collection, check))
        .onFailure(failure -> group.size() > 1 && ResponseTooLargeException.in(failure) != null)
        .recoverWithUni(() -> eachAlone(account, group));
  }

  /** A collection that the list does not find is asked for by itself the next time. */
  private Uni<Void> read(Account account, String collection, InDoubtCheck check) {
    if (AssetListCall.isMissing(check.answer())) {
      suspects.rejected(account, List.of(collection));
      return reader.checkAgain(check.tasks());
    }
    return reader.read(account, check);
  }

  private Uni<Void> eachAlone(Account account, List<InDoubtTask> group) {
    return reader.eachOf(
        group,
        task ->
            checks
                .check(account, List.of(task), ListControls.NONE)
                .chain(c -> reader.read(account, c)));
  }

  private Uni<Void> checkAgain(List<List<InDoubtTask>> groups, Throwable failure) {
    FailureLog.log(LOG.plain(), "a check of the submits in doubt of a collection", failure);
    return reader.checkAgain(groups.stream().flatMap(List::stream).toList());
  }
}
