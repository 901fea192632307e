package io.anteroom.task.event;

import io.anteroom.callback.CallbackDispatcher;
import io.anteroom.cluster.RedisHints;
import io.anteroom.cluster.TaskMetrics;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskStatus;
import io.anteroom.upload.Spool;
import io.anteroom.waiting.WaitRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells whoever waits of changes that are committed, here and on the other replicas. */
@Singleton
public class TaskChangeAnnouncer {

  private static final Logger LOG = Logger.getLogger(TaskChangeAnnouncer.class);

  private final WaitRegistry room;
  private final RedisHints redisHints;
  private final Spool spool;
  private final TaskMetrics metrics;
  private final CallbackDispatcher callbackDispatcher;

  /** Only stores its parts. */
  public TaskChangeAnnouncer(
      WaitRegistry room,
      RedisHints redisHints,
      Spool spool,
      TaskMetrics metrics,
      CallbackDispatcher callbackDispatcher) {
    this.callbackDispatcher = callbackDispatcher;
    this.metrics = metrics;
    this.room = room;
    this.redisHints = redisHints;
    this.spool = spool;
  }

  /** Announces changes; returns at once. */
  public void announce(List<TaskChange> changes) {
    List<TaskSignal> signals = changes.stream().map(TaskSignal::of).toList();
    signals.forEach(room::wake);
    redisHints.publish(signals);
    changes.stream().filter(TaskChange::hasEnded).forEach(this::finish);
    if (changes.stream().anyMatch(change -> change.hasEnded() && change.hasCallback())) {
      callbackDispatcher.wake();
    }
  }

  private void finish(TaskChange change) {
    metrics.ended(change);
    dropFile(change);
  }

  /** What failed or was cancelled may be asked for again: the sweep removes its file later. */
  private void dropFile(TaskChange change) {
    if (change.filePath() != null && change.status() == TaskStatus.DONE) {
      spool
          .remove(change.filePath())
          .subscribe()
          .with(done -> {}, failure -> LOG.warnf("the file of %s stays: %s", change.id(), failure));
    }
  }
}
