package io.anteroom.accept;

import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.async.CallerContext;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Accepts tasks, and announces them. To be called on a Vert.x context, on which it answers.
 * Thread-safe.
 */
@Singleton
public class TaskService {

  private static final int FIRST_EVENT = 1;

  private final QueueAdmission queueAdmission;
  private final TaskChangeAnnouncer taskChangeAnnouncer;

  public TaskService(QueueAdmission queueAdmission, TaskChangeAnnouncer taskChangeAnnouncer) {
    this.queueAdmission = queueAdmission;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
  }

  /**
   * Accepts a task; what it answers is committed. Fails with {@link QueueFullException}, unless the
   * task's key has one already.
   */
  public Uni<AcceptResult> accept(NewTask task) {
    return queueAdmission
        .accept(task)
        .invoke(accepted -> announce(accepted, List.of(task)))
        .emitOn(CallerContext.executor());
  }

  /** Accepts a batch, all its tasks or none; else as {@link #accept(NewTask)}. */
  public Uni<AcceptResult> accept(NewBatch batch) {
    return queueAdmission
        .accept(batch)
        .invoke(accepted -> announce(accepted, batch.tasks()))
        .emitOn(CallerContext.executor());
  }

  /**
   * Fails with {@link QueueFullException} where there is no room for one more task of a client. It
   * takes no room, so that the accept may still be refused.
   */
  public Uni<Void> demandRoom(String account, String client) {
    return queueAdmission.look(account, client).emitOn(CallerContext.executor());
  }

  /** How many tasks of a client may wait at the most: a larger batch is never accepted. */
  public int mostQueued(String client) {
    return queueAdmission.most(client);
  }

  /** The task or batch that an idempotency key already has; empty where it has none. */
  public Uni<Optional<AcceptResult>> holder(String client, IdempotencyKey key) {
    return queueAdmission.holder(client, key).emitOn(CallerContext.executor());
  }

  /** For the queue, and for streams of the client, which may be open on any replica. */
  private void announce(AcceptResult accepted, List<NewTask> tasks) {
    if (accepted.fresh()) {
      taskChangeAnnouncer.announce(tasks.stream().map(TaskService::queued).toList());
    }
  }

  private static TaskChange queued(NewTask task) {
    return new TaskChange(
        task.id(),
        task.client(),
        task.account(),
        task.kind(),
        TaskStatus.INITIALIZING,
        Phase.QUEUED,
        FIRST_EVENT,
        task.file() == null ? null : task.file().path(),
        null,
        task.options().callbackUrl() != null);
  }
}
