package io.anteroom.api.response;

import io.anteroom.accept.queue.QueueWaitEstimate;
import io.anteroom.async.FailureLog;
import io.anteroom.cluster.EngineSettings;
import io.anteroom.task.RemainingTime;
import io.anteroom.task.Task;
import io.anteroom.waiting.WaitRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * When it is worth asking for a task again: the sum of the parts of its way that are left. A minute
 * where its account is paused or refused. Thread-safe.
 */
@Singleton
public class RetryAfterEstimate {

  private static final Logger LOG = Logger.getLogger(RetryAfterEstimate.class);

  /** In seconds, where the database does not answer. */
  private static final long UNKNOWN = 5;

  private final WaitRegistry waits;
  private final QueueWaitEstimate queue;
  private final List<RemainingTime> parts;
  private final EngineSettings engine;

  RetryAfterEstimate(
      WaitRegistry waits,
      QueueWaitEstimate queue,
      @All List<RemainingTime> parts,
      EngineSettings engine) {
    this.engine = engine;
    this.waits = waits;
    this.queue = queue;
    this.parts = parts;
  }

  /** In whole seconds, at least 1. While the process stops: at once, another replica knows more. */
  public Uni<Long> of(Task task) {
    return of(task, RemainingTime::remaining);
  }

  /** The same of a task that was accepted just now, from what this replica knows. */
  public Uni<Long> ofNew(Task task) {
    return of(task, RemainingTime::remainingOfNew);
  }

  /** The same of a wait that is known. */
  public long ofKnown(Duration wait) {
    return waits.isClosed() ? 1 : seconds(wait);
  }

  private Uni<Long> of(Task task, BiFunction<RemainingTime, Task, Uni<Duration>> left) {
    return waits.isClosed()
        ? Uni.createFrom().item(1L)
        : queue
            .whileShut(task.account)
            .map(wait -> Uni.createFrom().item(seconds(wait)))
            .orElseGet(() -> sum(task, left));
  }

  private Uni<Long> sum(Task task, BiFunction<RemainingTime, Task, Uni<Duration>> left) {
    Uni<Duration> sum = Uni.createFrom().item(Duration.ZERO);
    for (RemainingTime part : parts) {
      sum = sum.chain(before -> left.apply(part, task).map(before::plus));
    }
    return FailureLog.recover(LOG, "the estimate of a wait", sum.map(this::seconds), UNKNOWN);
  }

  private long seconds(Duration duration) {
    return Math.max(1, (engine.withinRequest(duration).toMillis() + 999) / 1000);
  }
}
