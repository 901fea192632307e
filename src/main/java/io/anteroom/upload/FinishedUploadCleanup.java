package io.anteroom.upload;

import io.anteroom.async.log.SubjectLog;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.event.TaskChangeListener;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Removes the file of an upload that is done. What failed or was cancelled may be asked for again:
 * {@link SpoolSweep} removes its file later. Thread-safe.
 */
@Singleton
public class FinishedUploadCleanup implements TaskChangeListener {

  private static final SubjectLog LOG = SubjectLog.of(FinishedUploadCleanup.class);

  private final Spool spool;

  public FinishedUploadCleanup(Spool spool) {
    this.spool = spool;
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream()
        .filter(change -> change.filePath() != null && change.status() == TaskStatus.DONE)
        .forEach(this::remove);
  }

  private void remove(TaskChange change) {
    spool
        .remove(change.filePath())
        .subscribe()
        .with(
            done -> {},
            failure -> LOG.warnf(change, "the file of %s stays: %s", change.id(), failure));
  }
}
