package io.anteroom.accept;

import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.async.CallerContext;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.DueWork.Queue;
import io.anteroom.cluster.RedisHints;
import io.anteroom.poll.Poller;
import io.anteroom.submit.Submitter;
import io.anteroom.task.CancelRequests;
import io.anteroom.task.Task;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.waiting.TaskWaits;
import io.anteroom.waiting.WaitRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;

/**
 * Where requests meet the engine: accepts tasks, lets callers wait, takes cancels. To be called on
 * a Vert.x context, on which it answers. Thread-safe.
 */
@Singleton
public class TaskService {

  private final QueueAdmission queueAdmission;
  private final CancelRequests cancelRequests;
  private final TaskWaits waits;
  private final WaitRegistry room;
  private final Submitter submitter;
  private final Poller poller;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final RedisHints redisHints;
  private final ClusterSettings settings;

  /** Only stores its parts. */
  public TaskService(
      QueueAdmission queueAdmission,
      CancelRequests cancelRequests,
      TaskWaits waits,
      WaitRegistry room,
      Submitter submitter,
      Poller poller,
      TaskChangeAnnouncer taskChangeAnnouncer,
      RedisHints redisHints,
      ClusterSettings settings) {
    this.queueAdmission = queueAdmission;
    this.cancelRequests = cancelRequests;
    this.waits = waits;
    this.room = room;
    this.submitter = submitter;
    this.poller = poller;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.redisHints = redisHints;
    this.settings = settings;
  }

  /**
   * Accepts a task; what it answers is committed. Fails with {@link QueueFullException}, unless the
   * task's key has one already.
   */
  public Uni<AcceptResult> accept(NewTask task) {
    return queueAdmission
        .accept(task)
        .invoke(() -> tellOfQueued(new Queue(task.account(), task.kind())))
        .invoke(accepted -> tellOfFirst(accepted, task.client()))
        .emitOn(CallerContext.executor());
  }

  /** Accepts a batch, all its tasks or none; else as {@link #accept(NewTask)}. */
  public Uni<AcceptResult> accept(NewBatch batch) {
    return queueAdmission
        .accept(batch)
        .invoke(accepted -> tellOf(batch, accepted))
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

  private void tellOf(NewBatch batch, AcceptResult accepted) {
    if (accepted.fresh()) {
      batch.tasks().stream()
          .map(task -> new Queue(task.account(), task.kind()))
          .distinct()
          .forEach(this::tellOfQueued);
      List<TaskSignal> signals =
          batch.tasks().stream()
              .map(t -> new TaskSignal(t.id(), batch.client(), 1, false))
              .toList();
      signals.forEach(room::wake);
      redisHints.publish(signals);
    }
  }

  /** A client's stream may be on any replica: without the hint it would wait for the next tick. */
  private void tellOfFirst(AcceptResult accepted, String client) {
    if (accepted.fresh()) {
      TaskSignal taskSignal = new TaskSignal(accepted.id(), client, 1, false);
      room.wake(taskSignal);
      redisHints.publish(List.of(taskSignal));
    }
  }

  private void tellOfQueued(Queue queue) {
    if (settings.enabled()) {
      submitter.wake(queue.account(), queue.kind());
    } else {
      redisHints.publishQueued(queue);
    }
  }

  /** The task or batch that an idempotency key already has; empty where it has none. */
  public Uni<Optional<AcceptResult>> holder(String client, IdempotencyKey key) {
    return queueAdmission.holder(client, key).emitOn(CallerContext.executor());
  }

  /** As {@link TaskWaits#awaitEnd}. */
  public Uni<Task> awaitEnd(UUID id, String client, Duration most) {
    return waits.awaitEnd(id, client, most);
  }

  /** As {@link TaskWaits#awaitChange}. */
  public Uni<Task> awaitChange(UUID id, String client, IntPredicate isKnown, Duration most) {
    return waits.awaitChange(id, client, isKnown, most);
  }

  /** Asks for the end of a task, then waits for it. */
  public Uni<Task> cancel(UUID id, String client, Duration most) {
    return cancelRequests
        .request(id, client)
        .invoke(taskChangeAnnouncer::announce)
        .invoke(changes -> changes.forEach(change -> poller.wake(change.account())))
        .emitOn(CallerContext.executor())
        .chain(() -> awaitEnd(id, client, most));
  }
}
