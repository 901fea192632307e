package io.anteroom.sandbox.upstream.indexing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A bounded pool of threads for what blocks. Not thread-safe: belongs to the event loop, which
 * never waits for it.
 */
public final class WorkerPool {
  /** Reading a large file may take its time; after this long Vert.x complains in the log. */
  private static final long LONG_SECONDS = 300;

  private final WorkerExecutor threads;
  private final Set<Future<?>> running = new HashSet<>();

  public WorkerPool(Vertx vertx, int count) {
    this.threads =
        vertx.createSharedWorkerExecutor("sandbox-worker", count, LONG_SECONDS, TimeUnit.SECONDS);
  }

  /** Runs it as soon as a thread is free. */
  public <T> Future<T> run(Callable<T> work) {
    Future<T> result = threads.executeBlocking(work, false);
    running.add(result);
    return result.onComplete(done -> running.remove(result));
  }

  /** Comes when nothing runs any more and nothing waits to. */
  public Future<Void> idle() {
    List<Future<?>> awaited = List.copyOf(running);
    return awaited.isEmpty()
        ? Future.succeededFuture()
        : Future.join(awaited).transform(done -> idleAfter(awaited));
  }

  /** What has ended counts as ended, even before it was told so. */
  private Future<Void> idleAfter(List<Future<?>> ended) {
    ended.forEach(running::remove);
    return idle();
  }
}
