package io.anteroom.reconcile;

import io.anteroom.task.InDoubtReason;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.json.UpstreamTask;
import io.anteroom.upstream.list.ListedAssets;
import io.anteroom.upstream.list.ListedAssets.Followed;
import java.util.Optional;

/**
 * A task whose newest submit is in doubt.
 *
 * @param task the task; its age counts from when the doubt began
 */
public record InDoubtTask(RunningTask task, InDoubtReason doubt) {

  /** The asset of this task in a list, where it is listed. */
  Optional<UpstreamTask> find(ListedAssets listed) {
    return listed.find(followed(task));
  }

  /** A task as the asset list is searched for it. */
  static Followed followed(RunningTask task) {
    return new Followed(task.markers(), task.marker(), task.upstreamTaskId());
  }
}
