package io.anteroom.reconcile;

import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the asset list answered for suspect collections, each asked for by itself. Immutable,
 * thread-safe.
 *
 * @param rejected the response for each collection for which the list shows nothing
 * @param unknown collections that were not asked for, or whose call had no response
 * @param works whether the list showed any, which then is suspect no longer
 */
record SuspectAnswers(Map<String, UpstreamResponse> rejected, Set<String> unknown, boolean works) {

  static final SuspectAnswers NONE = new SuspectAnswers(Map.of(), Set.of(), false);

  SuspectAnswers and(String collection, UpstreamResponse answer) {
    if (AssetListCall.isList(answer)) {
      return new SuspectAnswers(rejected, unknown, true);
    }
    Map<String, UpstreamResponse> more = new HashMap<>(rejected);
    more.put(collection, answer);
    return new SuspectAnswers(Map.copyOf(more), unknown, works);
  }

  SuspectAnswers andUnknown(List<String> collections) {
    Set<String> more = new HashSet<>(unknown);
    more.addAll(collections);
    return new SuspectAnswers(rejected, Set.copyOf(more), works);
  }

  /** Whether nothing stands against a call for this task together with others. */
  boolean isClear(InDoubtTask doubted) {
    return !isRejected(doubted) && !isUnknown(doubted);
  }

  boolean isRejected(InDoubtTask doubted) {
    return rejected.containsKey(doubted.task().collectionId());
  }

  boolean isUnknown(InDoubtTask doubted) {
    return unknown.contains(doubted.task().collectionId());
  }

  /** Whether the list is missing for the collection of this task. */
  boolean isMissing(InDoubtTask doubted) {
    return isRejected(doubted)
        && AssetListCall.isMissing(rejected.get(doubted.task().collectionId()));
  }

  /** The response for the rejected collection of the first of these tasks, as a check of all. */
  InDoubtCheck check(List<InDoubtTask> tasks) {
    UpstreamResponse answer = rejected.get(tasks.get(0).task().collectionId());
    return new InDoubtCheck(answer, ListedAssets.of(answer), tasks, ListControls.NONE);
  }

  /** Whether the list is missing for one of them. That may be said of the whole list. */
  boolean isAnyMissing() {
    return rejected.values().stream().anyMatch(AssetListCall::isMissing);
  }

  /** How many calls had no success, while none had. */
  int inVain() {
    return works ? 0 : rejected.size() + unknown.size();
  }
}
