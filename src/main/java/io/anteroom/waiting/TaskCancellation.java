package io.anteroom.waiting;

import io.anteroom.async.CallerContext;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.task.CancelRequests;
import io.anteroom.task.Task;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** Lets callers cancel a task and wait for its end. Thread-safe. */
@Singleton
public class TaskCancellation {

  private final CancelRequests cancelRequests;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final TaskWaits waits;

  public TaskCancellation(
      CancelRequests cancelRequests, TaskChangeAnnouncer taskChangeAnnouncer, TaskWaits waits) {
    this.cancelRequests = cancelRequests;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.waits = waits;
  }

  /**
   * Asks for the end of a task, then waits for it. To be called on a Vert.x context, on which it
   * answers.
   *
   * @param scope what else belongs to it
   * @return the task, whether or not it has ended by then; null where the client has none such
   */
  public Uni<Task> cancel(UUID id, String client, Duration max, ChangeScope scope) {
    return request(id, client, scope)
        .emitOn(CallerContext.executor())
        .chain(() -> waits.awaitEnd(id, client, max));
  }

  /**
   * Asks for the end of a task, and waits for nothing.
   *
   * @param scope what else belongs to it
   * @return whether that changed anything: it had not ended, and nobody had asked before
   */
  public Uni<Boolean> request(UUID id, String client, ChangeScope scope) {
    return cancelRequests
        .request(id, client, scope)
        .invoke(taskChangeAnnouncer::announce)
        .map(changes -> !changes.isEmpty());
  }
}
