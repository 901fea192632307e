package io.anteroom.reconcile;

import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.ListedAssets;
import java.util.List;
import java.util.stream.Stream;

/** The result of one check for submits in doubt. Immutable, thread-safe. */
record InDoubtCheck(
    UpstreamResponse answer, ListedAssets seen, List<InDoubtTask> tasks, ListControls controls) {

  /** The collections that were asked for, each once. */
  List<String> collections() {
    return collections(tasks, controls);
  }

  static List<String> collections(List<InDoubtTask> tasks, ListControls controls) {
    return Stream.concat(
            tasks.stream().map(doubted -> doubted.task().collectionId()),
            controls.collections().stream())
        .distinct()
        .toList();
  }

  ListEvidence evidenceFor(InDoubtTask doubted) {
    return controls.of(doubted.task(), seen, tasks);
  }

  /** Assets that may exist and are not listed: of the task's collection, or else of any. */
  List<String> hidden(InDoubtTask doubted) {
    return controls.hidden(doubted.task(), seen, false);
  }

  /** The same for a list of the whole collection of the task. */
  List<String> hiddenFrom(ListedAssets collection, InDoubtTask doubted) {
    return controls.hidden(doubted.task(), collection, true);
  }
}
