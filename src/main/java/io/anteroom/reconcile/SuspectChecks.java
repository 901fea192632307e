package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.async.FailureLog;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.MissingCollections;
import io.anteroom.upstream.list.MissingCollections.Missing;
import io.anteroom.upstream.list.SuspectCollections;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/**
 * Asks the asset list for each suspect collection by itself, so that the one that is the reason of
 * a rejected call is told from the others. Thread-safe.
 */
@Singleton
public class SuspectChecks {

  private static final SubjectLog LOG = SubjectLog.of(SuspectChecks.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  /** The whole list may be missing. Then a call for each collection would be in vain. */
  private static final int MAX_IN_VAIN = 3;

  private final RetryingCalls calls;
  private final AssetListCall list;
  private final SuspectCollections suspects;
  private final MissingCollections missing;

  public SuspectChecks(
      RetryingCalls calls,
      AssetListCall list,
      SuspectCollections suspects,
      MissingCollections missing) {
    this.calls = calls;
    this.list = list;
    this.suspects = suspects;
    this.missing = missing;
  }

  /**
   * Asks for those of the collections that are suspect, in another order each time: else the same
   * few would be asked for in vain, and the others never.
   *
   * @param marker any one, so that the response is small
   * @param before what was learned before
   */
  Uni<SuspectAnswers> check(
      Account account, Collection<String> collections, String marker, SuspectAnswers before) {
    List<String> suspect = new ArrayList<>(suspects.of(account));
    suspect.retainAll(new HashSet<>(collections));
    Collections.shuffle(suspect);
    return next(account, suspect, marker, before, before.inVain() + MAX_IN_VAIN);
  }

  private Uni<SuspectAnswers> next(
      Account account, List<String> left, String marker, SuspectAnswers before, int maxInVain) {
    if (left.isEmpty() || before.inVain() >= maxInVain) {
      return Uni.createFrom().item(before.andUnknown(left));
    }
    String collection = left.get(0);
    long asked = suspects.begin();
    return calls
        .call(
            account,
            EndpointClass.DEFAULT,
            PERMIT_WAIT,
            list.call(List.of(collection), List.of(marker)))
        .map(answer -> read(account, collection, answer, asked, before))
        .onFailure()
        .invoke(failure -> FailureLog.log(LOG.plain(), "a check of a collection", failure))
        .onFailure()
        .recoverWithItem(() -> before.andUnknown(List.of(collection)))
        .chain(now -> next(account, left.subList(1, left.size()), marker, now, maxInVain));
  }

  private SuspectAnswers read(
      Account account,
      String collection,
      UpstreamResponse answer,
      long asked,
      SuspectAnswers before) {
    if (AssetListCall.isList(answer)) {
      suspects.answered(account, List.of(collection), asked);
      return before.andList();
    }
    LOG.warnf(
        LogFields.ofAccount(account.name()),
        "account %s: submits into collection %s are in doubt, and the asset list rejects it (%s)",
        account.name(),
        collection,
        answer.words());
    if (AssetListCall.isRefused(answer) || AssetListCall.isMissing(answer)) {
      suspects.rejected(account, List.of(collection));
    }
    return isCertain(account, collection, answer)
        ? before.andRejected(collection, answer)
        : before.andMissing(collection, answer);
  }

  /** Whether it is this collection: a list that is out rejects any. */
  private boolean isCertain(Account account, String collection, UpstreamResponse answer) {
    long now = missing.begin(); // the call may have waited for its permit before
    return !AssetListCall.isMissing(answer)
        || missing.of(account, collection, answer, now) == Missing.COLLECTION;
  }
}
