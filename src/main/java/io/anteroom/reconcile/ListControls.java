package io.anteroom.reconcile;

import io.anteroom.task.RunningTask;
import io.anteroom.upstream.list.ListedAssets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The positive controls of a look for submits in doubt: tasks that are known to be there, whose
 * markers are asked for in the same call. A list that does not understand our filter, or shows
 * another part of the truth, shows none of them, and then does not show a submit that happened
 * either. Immutable, thread-safe.
 */
final class ListControls {

  static final ListControls NONE = new ListControls(List.of(), Duration.ZERO);

  private final List<ControlTask> known;
  private final Duration listLag;

  /**
   * @param listLag a running task may be missing on the list for so long
   */
  ListControls(List<ControlTask> known, Duration listLag) {
    this.known = known;
    this.listLag = listLag;
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  List<String> markers() {
    return known.stream().flatMap(task -> task.markers().stream()).toList();
  }

  List<String> collections() {
    return known.stream().map(ControlTask::collectionId).toList();
  }

  /**
   * What the look says of the list for this task: by tasks of its own collection, else, where it is
   * the first one there, by those of the account.
   *
   * @param others all tasks that the look was for; one of them that shows is as good a control
   */
  ListEvidence of(RunningTask task, ListedAssets seen, List<InDoubtTask> others) {
    return evidence(task.collectionId()::equals, seen, others)
        .or(() -> evidence(collection -> true, seen, others))
        .orElse(ListEvidence.NONE);
  }

  /**
   * Assets of ended tasks that were not shown, and may be there still.
   *
   * @param hereOnly whether those of other collections do not count, where there are none of its
   *     own
   */
  List<String> hidden(RunningTask task, ListedAssets seen, boolean hereOnly) {
    Predicate<ControlTask> isHidden =
        k -> k.ended() && k.assetId() != null && !seen.shows(k.markers());
    List<ControlTask> hidden = known.stream().filter(isHidden).toList();
    List<ControlTask> here =
        hidden.stream().filter(k -> k.collectionId().equals(task.collectionId())).toList();
    return (here.isEmpty() && !hereOnly ? hidden : here)
        .stream().map(ControlTask::assetId).limit(2).toList();
  }

  /**
   * Running tasks come first: a submit that happened is one of them, and a list may show what has
   * ended only. The asset of an ended task may have been deleted since, so that it proves nothing
   * where it does not show.
   */
  private Optional<ListEvidence> evidence(
      Predicate<String> collections, ListedAssets seen, List<InDoubtTask> others) {
    List<ControlTask> here =
        known.stream().filter(k -> collections.test(k.collectionId())).toList();
    Stream<List<String>> running =
        Stream.concat(
            here.stream().filter(k -> !k.ended()).map(ControlTask::markers),
            others.stream()
                .map(InDoubtTask::task)
                .filter(t -> collections.test(t.collectionId()))
                .map(RunningTask::markers));
    if (running.anyMatch(seen::shows)) {
      return Optional.of(ListEvidence.SHOWS);
    }
    if (here.stream().anyMatch(k -> !k.ended() && k.age().compareTo(listLag) >= 0)) {
      return Optional.of(ListEvidence.BLIND);
    }
    if (here.stream().anyMatch(k -> k.ended() && seen.shows(k.markers()))) {
      return Optional.of(ListEvidence.SHOWS);
    }
    return here.isEmpty() ? Optional.empty() : Optional.of(ListEvidence.NONE);
  }
}
