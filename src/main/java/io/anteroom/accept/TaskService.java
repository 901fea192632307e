package io.anteroom.accept;

import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.accept.queue.QueueLimit;
import io.anteroom.async.CallerContext;
import io.anteroom.async.trace.TaskSpan;
import io.anteroom.async.trace.TaskTraces;
import io.anteroom.async.trace.TaskTraces.Message;
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

  private final QueueLimit queueLimit;
  private final TaskInsert taskInsert;
  private final BatchInsert batchInsert;
  private final IdempotencyKeys keys;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final TaskTraces traces;

  public TaskService(
      QueueLimit queueLimit,
      TaskInsert taskInsert,
      BatchInsert batchInsert,
      IdempotencyKeys keys,
      TaskChangeAnnouncer taskChangeAnnouncer,
      TaskTraces traces) {
    this.queueLimit = queueLimit;
    this.taskInsert = taskInsert;
    this.batchInsert = batchInsert;
    this.keys = keys;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.traces = traces;
  }

  /**
   * Accepts a task; what it answers is committed. Fails with {@link QueueFullException}, unless the
   * task's key has one already, or with {@link NotRetryableException}.
   */
  public Uni<AcceptResult> accept(NewTask task) {
    TaskSpan span = traces.accept(() -> message(task), 1);
    return span.around(insert(task.at(span.context())));
  }

  private Uni<AcceptResult> insert(NewTask task) {
    return queueLimit
        .within(task.account(), task.client(), 1, () -> taskInsert.accept(task))
        .onFailure(TaskService::isRefusal)
        .recoverWithUni(refusal -> acceptedBefore(task.client(), task.idempotency(), refusal))
        .invoke(accepted -> announce(accepted, List.of(task)))
        .emitOn(CallerContext.executor());
  }

  /** Accepts a batch, all its tasks or none; else as {@link #accept(NewTask)}. */
  public Uni<AcceptResult> accept(NewBatch batch) {
    int tasks = batch.tasks().size();
    String account = batch.tasks().get(0).account();
    TaskSpan span =
        traces.accept(() -> new Message(batch.id(), batch.client(), account, null, 0), tasks);
    return span.around(insert(batch.at(span.context()), account, tasks));
  }

  private Uni<AcceptResult> insert(NewBatch batch, String account, int tasks) {
    return queueLimit
        .within(account, batch.client(), tasks, () -> batchInsert.accept(batch))
        .onFailure(TaskService::isRefusal)
        .recoverWithUni(refusal -> acceptedBefore(batch.client(), batch.idempotency(), refusal))
        .invoke(accepted -> announce(accepted, batch.tasks()))
        .emitOn(CallerContext.executor());
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof QueueFullException || failure instanceof NotRetryableException;
  }

  /**
   * Fails with {@link QueueFullException} where the queue of a client has no capacity for one more
   * task. It reserves none, so that the accept may still be refused.
   */
  public Uni<Void> requireCapacity(String account, String client) {
    return queueLimit.requireCapacity(account, client).emitOn(CallerContext.executor());
  }

  /** The same for so many tasks. */
  public Uni<Void> requireCapacity(String account, String client, int tasks) {
    return queueLimit.requireCapacity(account, client, tasks).emitOn(CallerContext.executor());
  }

  /** How many tasks of a client may be queued: a larger batch is never accepted. */
  public int maxQueued(String client) {
    return queueLimit.of(client);
  }

  /**
   * What a key has already is no new task, and so is never refused.
   *
   * @param key of the request, or null
   * @return what the key has, else the refusal
   */
  public Uni<AcceptResult> acceptedBefore(String client, IdempotencyKey key, Throwable refusal) {
    return key == null
        ? Uni.createFrom().failure(refusal)
        : keys.holder(client, key)
            .map(held -> held.orElse(null))
            .onItem()
            .ifNull()
            .failWith(refusal);
  }

  /**
   * The task or batch that an idempotency key already has; empty where it has none. A key with
   * other content fails with {@link IdempotencyKeyReusedException}.
   */
  public Uni<Optional<AcceptResult>> holder(String client, IdempotencyKey key) {
    return keys.holder(client, key);
  }

  private static Message message(NewTask task) {
    String queue = task.account() + "/" + task.kind().label();
    return new Message(task.id(), task.client(), queue, null, 0);
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
        NewTask.FIRST_EVENT,
        task.file() == null ? null : task.file().path(),
        null,
        task.options().callbackUrl() != null);
  }
}
