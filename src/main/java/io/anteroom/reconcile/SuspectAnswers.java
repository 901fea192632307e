package io.anteroom.reconcile;

import io.anteroom.upstream.json.UpstreamResponse;
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
 * @param rejected the response for each collection that the list rejects for certain
 * @param missing the response for each one for which it is missing: it, or the whole list
 * @param unknown collections that were not asked for, or whose call had no response
 * @param works whether the list showed any, which then is suspect no longer
 */
record SuspectAnswers(
    Map<String, UpstreamResponse> rejected,
    Map<String, UpstreamResponse> missing,
    Set<String> unknown,
    boolean works) {

  static final SuspectAnswers NONE = new SuspectAnswers(Map.of(), Map.of(), Set.of(), false);

  SuspectAnswers andList() {
    return new SuspectAnswers(rejected, missing, unknown, true);
  }

  SuspectAnswers andRejected(String collection, UpstreamResponse answer) {
    return new SuspectAnswers(with(rejected, collection, answer), missing, unknown, works);
  }

  SuspectAnswers andMissing(String collection, UpstreamResponse answer) {
    return new SuspectAnswers(rejected, with(missing, collection, answer), unknown, works);
  }

  SuspectAnswers andUnknown(List<String> collections) {
    Set<String> more = new HashSet<>(unknown);
    more.addAll(collections);
    return new SuspectAnswers(rejected, missing, Set.copyOf(more), works);
  }

  private static Map<String, UpstreamResponse> with(
      Map<String, UpstreamResponse> before, String collection, UpstreamResponse answer) {
    Map<String, UpstreamResponse> more = new HashMap<>(before);
    more.put(collection, answer);
    return Map.copyOf(more);
  }

  /** Whether nothing stands against a call for this task together with others. */
  boolean isClear(InDoubtTask doubted) {
    return !isRejected(doubted) && !isMissing(doubted) && !isUnknown(doubted);
  }

  boolean isRejected(InDoubtTask doubted) {
    return rejected.containsKey(doubted.task().collectionId());
  }

  boolean isMissing(InDoubtTask doubted) {
    return missing.containsKey(doubted.task().collectionId());
  }

  boolean isUnknown(InDoubtTask doubted) {
    return unknown.contains(doubted.task().collectionId());
  }

  /** The response for the rejected collection of this task. */
  InDoubtCheck check(InDoubtTask doubted) {
    return check(rejected.get(doubted.task().collectionId()), List.of(doubted));
  }

  /** A response that says that the list is missing, for all of these tasks. */
  InDoubtCheck withoutList(List<InDoubtTask> tasks) {
    return check(missing.values().iterator().next(), tasks);
  }

  private static InDoubtCheck check(UpstreamResponse answer, List<InDoubtTask> tasks) {
    return new InDoubtCheck(answer, ListedAssets.of(answer), tasks, ListControls.NONE);
  }

  /** Whether the list is missing for one of them. That may be said of the whole list. */
  boolean isAnyMissing() {
    return !missing.isEmpty();
  }

  /** How many calls had no success, while none had. */
  int inVain() {
    return works ? 0 : rejected.size() + missing.size() + unknown.size();
  }
}
