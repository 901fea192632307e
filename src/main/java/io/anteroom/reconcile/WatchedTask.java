package io.anteroom.reconcile;

import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.json.UpstreamTask;
import io.anteroom.upstream.list.ListedAssets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * An ended task of which more than one submit may have happened.
 *
 * @param upstreamTaskId the upstream task that it followed, or null
 * @param assetId the asset of that, or null
 */
public record WatchedTask(
    UUID id,
    TaskStatus status,
    List<String> markers,
    String collectionId,
    String upstreamTaskId,
    String assetId,
    Duration sinceEnd) {

  /**
   * The duplicate assets of this task. A task that is done has its asset: every other one is a
   * duplicate, even if the client deleted the task's own. Of any other task one asset is kept.
   */
  List<UpstreamTask> duplicates(ListedAssets listed) {
    List<UpstreamTask> all = listed.all(markers);
    if (status == TaskStatus.DONE && assetId != null && upstreamTaskId != null) {
      return all.stream()
          .filter(other -> isOther(other.assetId(), assetId))
          .filter(other -> isOther(other.taskId(), upstreamTaskId))
          .toList();
    }
    return all.stream()
        .filter(asset -> upstreamTaskId == null || upstreamTaskId.equals(asset.taskId()))
        .findFirst()
        .map(kept -> all.stream().filter(asset -> asset.isDuplicateOf(kept)).toList())
        .orElse(List.of());
  }

  private static boolean isOther(String id, String own) {
    return id != null && !id.equals(own);
  }
}
