package io.anteroom.reconcile;

import io.anteroom.task.RunningTask;
import io.anteroom.upstream.list.ListedAssets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The positive controls of a check for submits in doubt: tasks that are known to be there, whose
 * markers are searched for in the same call. A list that ignores our filter, or shows other assets
 * only, shows none of the controls. Then it would not show a submit that happened either.
 * Immutable, thread-safe.
 */
final class ListControls {

  static final ListControls NONE = new ListControls(List.of(), Duration.ZERO);

  private final List<ControlTask> known;
  private final Duration listLag;

  ListControls(List<ControlTask> known, Duration listLag) {
    this.known = known;
    this.listLag = listLag;
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  /** Those of one collection. */
  ListControls in(String collection) {
    return new ListControls(
        known.stream().filter(task -> task.collectionId().equals(collection)).toList(), listLag);
  }

  List<String> markers() {
    return known.stream().flatMap(task -> task.markers().stream()).toList();
  }

  List<String> collections() {
    return known.stream().map(ControlTask::collectionId).toList();
  }

  /**
   * Whether the list can be believed about this task. Tells by controls of the same collection, or
   * by all of the account when the collection has none.
   *
   * @param others all tasks of the check; each of them that is listed is a control too
   */
  ListEvidence of(RunningTask task, ListedAssets seen, List<InDoubtTask> others) {
    return evidence(task.collectionId()::equals, seen, others)
        .or(() -> evidence(collection -> true, seen, others))
        .orElse(ListEvidence.INCONCLUSIVE);
  }

  /**
   * Assets of ended tasks that are not listed and may still exist.
   *
   * @param hereOnly whether assets of other collections are left out even if the task's own
   *     collection has none
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
   * Running tasks decide first: a submit that happened is running, and a list may show ended tasks
   * only. The asset of an ended task may have been deleted since, so that it proves nothing when it
   * is not listed.
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
      return Optional.of(ListEvidence.SHOWS_OUR_TASKS);
    }
    if (here.stream().anyMatch(k -> !k.ended() && k.age().compareTo(listLag) >= 0)) {
      return Optional.of(ListEvidence.HIDES_OUR_TASKS);
    }
    if (here.stream().anyMatch(k -> k.ended() && seen.shows(k.markers()))) {
      return Optional.of(ListEvidence.SHOWS_OUR_TASKS);
    }
    return here.isEmpty() ? Optional.empty() : Optional.of(ListEvidence.INCONCLUSIVE);
  }
}
