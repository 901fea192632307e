package io.anteroom.engine;

import io.anteroom.callback.Courier;
import io.anteroom.task.Changed;
import io.anteroom.task.TaskStatus;
import io.anteroom.upload.Spool;
import io.anteroom.waiting.Signal;
import io.anteroom.waiting.WaitingRoom;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells whoever waits of changes that are committed, here and on the other replicas. */
@Singleton
public class Announcer {

  private static final Logger LOG = Logger.getLogger(Announcer.class);

  private final WaitingRoom room;
  private final Hints hints;
  private final Spool spool;
  private final EngineMetrics metrics;
  private final Courier courier;

  /** Only stores its parts. */
  public Announcer(
      WaitingRoom room, Hints hints, Spool spool, EngineMetrics metrics, Courier courier) {
    this.courier = courier;
    this.metrics = metrics;
    this.room = room;
    this.hints = hints;
    this.spool = spool;
  }

  /** Announces changes; returns at once. */
  public void announce(List<Changed> changes) {
    List<Signal> signals = changes.stream().map(Signal::of).toList();
    signals.forEach(room::wake);
    hints.publish(signals);
    changes.stream().filter(Changed::hasEnded).forEach(this::finish);
    if (changes.stream().anyMatch(change -> change.hasEnded() && change.hasCallback())) {
      courier.wake();
    }
  }

  private void finish(Changed change) {
    metrics.ended(change);
    dropFile(change);
  }

  /** What failed or was cancelled may be asked for again: the sweep removes its file later. */
  private void dropFile(Changed change) {
    if (change.filePath() != null && change.status() == TaskStatus.DONE) {
      spool
          .remove(change.filePath())
          .subscribe()
          .with(done -> {}, failure -> LOG.warnf("the file of %s stays: %s", change.id(), failure));
    }
  }
}
