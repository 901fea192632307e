package io.anteroom.upstream.list;

import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The assets of our tasks that one response of the asset list shows, by their markers. Immutable,
 * thread-safe.
 */
public final class ListedAssets {

  private final Map<String, List<UpstreamTask>> byMarker = new HashMap<>();

  private ListedAssets() {}

  /**
   * A task to search for in a list.
   *
   * @param markers the markers of all of its submits that happened or may have, the first one first
   * @param newestMarker the marker of its newest submit
   * @param upstreamTaskId the upstream task that it follows; null while that is not known
   */
  public record Followed(List<String> markers, String newestMarker, String upstreamTaskId) {

    /** An upstream that does not name the task of an asset shows it by the newest marker only. */
    private boolean follows(UpstreamTask listed) {
      return listed.taskId() == null
          ? newestMarker.equals(listed.marker())
          : listed.taskId().equals(upstreamTaskId);
    }
  }

  public static ListedAssets of(UpstreamResponse response) {
    ListedAssets listed = new ListedAssets();
    response.assets().forEach(listed::add);
    return listed;
  }

  /**
   * The asset that counts as the task's: the one of the upstream task that it follows. While it
   * follows none, the asset of its first submit, and of several the oldest.
   */
  public Optional<UpstreamTask> find(Followed task) {
    return all(task.markers()).stream()
        .filter(listed -> task.upstreamTaskId() == null || task.follows(listed))
        .findFirst();
  }

  /**
   * The other assets of the task. Empty when the one that counts is not listed, since then nothing
   * tells which of them to keep.
   */
  public List<UpstreamTask> duplicates(Followed task) {
    return find(task)
        .map(kept -> all(task.markers()).stream().filter(a -> a.isDuplicateOf(kept)).toList())
        .orElse(List.of());
  }

  /** Whether an asset with one of these markers is listed. */
  public boolean shows(List<String> markers) {
    return markers.stream().anyMatch(byMarker::containsKey);
  }

  /** All assets with these markers, in the order of the markers; those of one marker by age. */
  public List<UpstreamTask> all(List<String> markers) {
    Comparator<UpstreamTask> byAge =
        Comparator.comparing(
            UpstreamTask::createdAt, Comparator.nullsLast(Comparator.naturalOrder()));
    return markers.stream()
        .flatMap(marker -> byMarker.getOrDefault(marker, List.of()).stream().sorted(byAge))
        .toList();
  }

  private void add(UpstreamTask listed) {
    if (listed.marker() != null) {
      byMarker.computeIfAbsent(listed.marker(), marker -> new ArrayList<>()).add(listed);
    }
  }
}
