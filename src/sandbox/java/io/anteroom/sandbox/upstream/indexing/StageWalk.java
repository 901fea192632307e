package io.anteroom.sandbox.upstream.indexing;

import io.anteroom.sandbox.upstream.assets.SandboxTaskStatus;
import io.anteroom.sandbox.upstream.assets.TrackedAsset;
import io.anteroom.sandbox.upstream.content.UnreadableContentException;
import io.anteroom.sandbox.upstream.counters.Counters;
import io.anteroom.sandbox.upstream.limits.ArrivalClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Walks tasks through their stages to the end. Not thread-safe: belongs to the event loop. A
 * waiting task costs a timer and no thread.
 */
public final class StageWalk {
  private final Vertx vertx;
  private final ArrivalClock clock;
  private final Counters counters;

  public StageWalk(Vertx vertx, ArrivalClock clock, Counters counters) {
    this.vertx = vertx;
    this.clock = clock;
    this.counters = counters;
  }

  /** Walks a new task through all stages. */
  void start(IndexingRun run, TrackedAsset asset, List<Stage> stages) {
    enter(run, asset, stages, 0);
  }

  /** Ends a task, unless it has ended or is gone; says whether it did. */
  boolean end(TrackedAsset asset, String status, String error) {
    boolean ended = asset.show(status, error, clock.epochMillis());
    if (ended) {
      counters.taskEnded(asset.current());
    }
    return ended;
  }

  /** That many milliseconds; none for none. */
  Future<Void> pause(long millis) {
    return millis <= 0 ? Future.succeededFuture() : vertx.timer(millis).mapEmpty();
  }

  private void enter(IndexingRun run, TrackedAsset asset, List<Stage> stages, int position) {
    if (asset.isOver()) {
      run.tidy();
      return;
    }
    if (position == stages.size()) {
      end(asset, SandboxTaskStatus.DONE, null);
      return;
    }
    Stage stage = stages.get(position);
    if (position > 0) {
      asset.show(stage.status(), null, clock.epochMillis());
    }
    // Joined, so that a stage takes its time even when its work fails at once.
    Future.join(pause(stage.millis()), stage.work().get())
        .onSuccess(passed -> enter(run, asset, stages, position + 1))
        .onFailure(cause -> fail(run, asset, cause));
  }

  private void fail(IndexingRun run, TrackedAsset asset, Throwable cause) {
    boolean isKnown = cause instanceof UnreadableContentException;
    end(asset, SandboxTaskStatus.FAILED, isKnown ? cause.getMessage() : "internal error: " + cause);
    run.tidy();
  }
}
