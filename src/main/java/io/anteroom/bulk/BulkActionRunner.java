package io.anteroom.bulk;

import io.anteroom.async.Loop;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.ToDo;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs the bulk action, if no other replica does: a batch at each step, and a rest after it. A tick
 * says where one has to be begun, or was left by a replica that died. Thread-safe.
 */
@Singleton
public class BulkActionRunner implements BackgroundWork {

  /** How long tasks wait that are in hand and cannot be settled yet. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final BulkActionStep step;
  private final BulkActionSettings settings;
  private final ClusterSettings cluster;
  private final Loop loop;

  BulkActionRunner(
      BulkActionStep step, BulkActionSettings settings, ClusterSettings cluster, Vertx vertx) {
    this.step = step;
    this.settings = settings;
    this.cluster = cluster;
    this.loop = new Loop("bulk action", vertx, this::step);
  }

  /** There may be a bulk action to run. */
  public void wake() {
    if (cluster.work()) {
      loop.wake();
    }
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    if (todo.bulkAction()) {
      wake();
    }
    return Uni.createFrom().voidItem();
  }

  @Override
  public void pause() {
    loop.pause();
  }

  @Override
  public void resume() {
    if (cluster.work()) {
      loop.resume();
    }
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isBusy() {
    return loop.isStepping();
  }

  private Uni<Optional<Duration>> step() {
    return step.run()
        .map(
            next ->
                switch (next) {
                  case NOTHING_TO_DO -> Optional.empty();
                  case ANOTHER_BATCH -> Optional.of(settings.pause());
                  case TASKS_WAIT ->
                      Optional.of(WAIT.compareTo(settings.pause()) > 0 ? WAIT : settings.pause());
                });
  }
}
