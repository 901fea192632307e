package io.anteroom.waiting;

import io.anteroom.async.Ticker;
import io.anteroom.task.Task;
import io.anteroom.task.batch.BatchRepository;
import io.anteroom.task.batch.BatchView;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Lets callers wait for the end of a batch. A batch that has not ended has a task that has not: the
 * caller waits for the one whose end is expected last, and then for the next such one, if there is
 * any. So a wait is one registration however many tasks the batch has, and what counts are the
 * rows. Thread-safe; to be called on a Vert.x context, on which it answers.
 */
@Singleton
public class BatchWaits {

  private final BiFunction<UUID, String, Uni<Task>> lastOpenTask;
  private final BiFunction<UUID, String, Uni<BatchView>> view;
  private final TaskWaits waits;
  private final Ticker ticker;

  @Inject
  public BatchWaits(BatchRepository batches, TaskWaits waits, Ticker ticker) {
    this(batches::lastOpenTask, batches::view, waits, ticker);
  }

  BatchWaits(
      BiFunction<UUID, String, Uni<Task>> lastOpenTask,
      BiFunction<UUID, String, Uni<BatchView>> view,
      TaskWaits waits,
      Ticker ticker) {
    this.lastOpenTask = lastOpenTask;
    this.view = view;
    this.waits = waits;
    this.ticker = ticker;
  }

  /** The batch, once it has ended or the time is over; null where the client has none such. */
  public Uni<BatchView> awaitEnd(UUID id, String client, Duration max) {
    return max.isZero() || max.isNegative()
        ? view.apply(id, client)
        : awaitTasks(id, client, max).chain(() -> view.apply(id, client));
  }

  private Uni<Boolean> awaitTasks(UUID id, String client, Duration max) {
    long end = ticker.nanos() + max.toNanos();
    return Multi.createBy()
        .repeating()
        .uni(() -> awaitTask(id, client, end))
        .whilst(ended -> ended && end > ticker.nanos())
        .collect()
        .last();
  }

  /** Whether one more task has ended. */
  private Uni<Boolean> awaitTask(UUID id, String client, long end) {
    return lastOpenTask
        .apply(id, client)
        .chain(
            task ->
                task == null
                    ? Uni.createFrom().item(false)
                    : waits
                        .awaitEnd(task.id, client, Duration.ofNanos(end - ticker.nanos()))
                        .map(found -> found == null || found.hasEnded()));
  }
}
