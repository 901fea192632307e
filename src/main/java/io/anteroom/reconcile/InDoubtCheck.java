package io.anteroom.reconcile;

import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.ListedAssets;
import java.util.List;

/**
 * One look for submits in doubt. Immutable, thread-safe.
 *
 * @param answer what the list answered
 * @param seen what it shows of our tasks
 * @param tasks those that it was for
 * @param controls the tasks that are known to be there
 */
record InDoubtCheck(
    UpstreamResponse answer, ListedAssets seen, List<InDoubtTask> tasks, ListControls controls) {

  /** What it says of the list itself, for this task. */
  ListEvidence evidenceFor(InDoubtTask doubted) {
    return controls.of(doubted.task(), seen, tasks);
  }

  /** Assets that may be there, and that it did not show, of its collection or else any. */
  List<String> hidden(InDoubtTask doubted) {
    return controls.hidden(doubted.task(), seen, false);
  }

  /** The same for a list of all that the collection of the task holds. */
  List<String> hiddenFrom(ListedAssets collection, InDoubtTask doubted) {
    return controls.hidden(doubted.task(), collection, true);
  }
}
