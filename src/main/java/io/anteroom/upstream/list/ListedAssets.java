package io.anteroom.upstream.list;

import io.anteroom.reconcile.WatchedTask;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one answer of the asset list shows of our tasks, by their markers. Immutable, thread-safe.
 */
public final class ListedAssets {

  private final Map<String, List<UpstreamTask>> byMarker = new HashMap<>();

  private ListedAssets() {}

  /** Those of a successful answer. */
  public static ListedAssets of(UpstreamResponse answer) {
    ListedAssets listedAssets = new ListedAssets();
    answer.assets().forEach(listedAssets::add);
    return listedAssets;
  }

  /**
   * The one that stands for the task: the one that is followed already, else that of the first
   * submit, else the oldest.
   */
  public Optional<UpstreamTask> of(RunningTask task) {
    List<UpstreamTask> all = all(task);
    return all.stream()
        .filter(seen -> task.upstreamTaskId() == null || isFollowed(task, seen))
        .findFirst();
  }

  /**
   * The others: each is a second asset of the task. None where the one that stands for it is not to
   * be seen, since then nothing says which of them to keep.
   */
  public List<UpstreamTask> doubles(RunningTask task) {
    return of(task)
        .map(kept -> all(task).stream().filter(seen -> isAnother(kept, seen)).toList())
        .orElse(List.of());
  }

  /**
   * Second assets of a task that has ended. One that is done has its asset: every other one is a
   * second, also where its own was deleted by its client. Of any other task one asset is kept.
   */
  public List<UpstreamTask> doubles(WatchedTask ended) {
    List<UpstreamTask> all = all(ended.markers());
    boolean isDone = ended.status() == TaskStatus.DONE && ended.assetId() != null;
    Optional<UpstreamTask> followed =
        all.stream()
            .filter(
                s -> ended.upstreamTaskId() == null || ended.upstreamTaskId().equals(s.taskId()))
            .findFirst();
    if (isDone && ended.upstreamTaskId() != null) {
      return all.stream()
          .filter(s -> isOther(s.assetId(), ended.assetId()))
          .filter(s -> isOther(s.taskId(), ended.upstreamTaskId()))
          .toList();
    }
    return followed
        .map(kept -> all.stream().filter(seen -> isAnother(kept, seen)).toList())
        .orElse(List.of());
  }

  /** Whether one of these markers is on an asset. */
  public boolean shows(List<String> markers) {
    return markers.stream().anyMatch(byMarker::containsKey);
  }

  private static boolean isOther(String id, String own) {
    return id != null && !id.equals(own);
  }

  private static boolean isAnother(UpstreamTask kept, UpstreamTask seen) {
    return seen.assetId() != null
        && seen.taskId() != null
        && !seen.assetId().equals(kept.assetId())
        && !seen.taskId().equals(kept.taskId());
  }

  private void add(UpstreamTask seen) {
    if (seen.marker() != null) {
      byMarker.computeIfAbsent(seen.marker(), marker -> new ArrayList<>()).add(seen);
    }
  }

  /** An upstream that does not name the task of an asset is believed by the newest marker. */
  private static boolean isFollowed(RunningTask task, UpstreamTask seen) {
    return seen.taskId() == null
        ? task.marker().equals(seen.marker())
        : seen.taskId().equals(task.upstreamTaskId());
  }

  private List<UpstreamTask> all(RunningTask task) {
    return all(task.markers());
  }

  private List<UpstreamTask> all(List<String> markers) {
    Comparator<UpstreamTask> byAge =
        Comparator.comparing(
            UpstreamTask::createdAt, Comparator.nullsLast(Comparator.naturalOrder()));
    return markers.stream()
        .flatMap(marker -> byMarker.getOrDefault(marker, List.of()).stream().sorted(byAge))
        .toList();
  }
}
