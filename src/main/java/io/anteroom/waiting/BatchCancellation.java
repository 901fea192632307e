package io.anteroom.waiting;

import io.anteroom.async.CallerContext;
import io.anteroom.async.DetachedFromCaller;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.task.CancelRequests;
import io.anteroom.task.batch.BatchView;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Lets callers cancel the tasks of a batch and wait for their ends. Thread-safe. */
@Singleton
public class BatchCancellation {

  private final CancelRequests cancelRequests;
  private final TaskCancellation tasks;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final BatchWaits waits;

  public BatchCancellation(
      CancelRequests cancelRequests,
      TaskCancellation tasks,
      TaskChangeAnnouncer taskChangeAnnouncer,
      BatchWaits waits) {
    this.cancelRequests = cancelRequests;
    this.tasks = tasks;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.waits = waits;
  }

  /**
   * Asks for the ends of all its tasks that have not ended, then waits for them. To be called on a
   * Vert.x context, on which it answers.
   *
   * @param scope what else belongs to it
   * @return the batch, whether or not it has ended by then; null where the client has none such
   */
  public Uni<BatchView> cancel(UUID batch, String client, Duration max, ChangeScope scope) {
    Executor here = CallerContext.executor();
    return DetachedFromCaller.run(() -> requestAll(batch, client, scope))
        .emitOn(here)
        .chain(() -> waits.awaitEnd(batch, client, max));
  }

  /** Goes on where the caller hangs up: the audit log says already that it was done. */
  private Uni<Void> requestAll(UUID batch, String client, ChangeScope scope) {
    return cancelRequests
        .requestBatch(batch, client, scope)
        .invoke(asked -> taskChangeAnnouncer.announce(asked.changes()))
        .chain(asked -> requestEach(asked.left(), client));
  }

  /** Each by a statement of its own, which may wait for who has the task in hand. */
  private Uni<Void> requestEach(List<UUID> left, String client) {
    return Multi.createFrom()
        .iterable(left)
        .onItem()
        .transformToUniAndConcatenate(task -> tasks.request(task, client, ChangeScope.ALONE))
        .collect()
        .asList()
        .replaceWithVoid();
  }
}
