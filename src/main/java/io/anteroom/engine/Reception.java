package io.anteroom.engine;

import io.anteroom.loop.CallersContext;
import io.anteroom.task.Accepted;
import io.anteroom.task.Agenda.Queue;
import io.anteroom.task.Cancels;
import io.anteroom.task.NewBatch;
import io.anteroom.task.NewTask;
import io.anteroom.task.NewTask.Idempotency;
import io.anteroom.task.Task;
import io.anteroom.waiting.Signal;
import io.anteroom.waiting.WaitingRoom;
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
public class Reception {

  private final Admission admission;
  private final Cancels cancels;
  private final TaskWaits waits;
  private final WaitingRoom room;
  private final Submitter submitter;
  private final Poller poller;
  private final Announcer announcer;
  private final Hints hints;
  private final EngineSettings settings;

  /** Only stores its parts. */
  public Reception(
      Admission admission,
      Cancels cancels,
      TaskWaits waits,
      WaitingRoom room,
      Submitter submitter,
      Poller poller,
      Announcer announcer,
      Hints hints,
      EngineSettings settings) {
    this.admission = admission;
    this.cancels = cancels;
    this.waits = waits;
    this.room = room;
    this.submitter = submitter;
    this.poller = poller;
    this.announcer = announcer;
    this.hints = hints;
    this.settings = settings;
  }

  /**
   * Accepts a task; what it answers is committed. Fails with {@link QueueFull}, unless the task's
   * key has one already.
   */
  public Uni<Accepted> accept(NewTask task) {
    return admission
        .accept(task)
        .invoke(() -> tellOfQueued(new Queue(task.account(), task.kind())))
        .invoke(accepted -> tellOfFirst(accepted, task.client()))
        .emitOn(CallersContext.executor());
  }

  /** Accepts a batch, all its tasks or none; else as {@link #accept(NewTask)}. */
  public Uni<Accepted> accept(NewBatch batch) {
    return admission
        .accept(batch)
        .invoke(accepted -> tellOf(batch, accepted))
        .emitOn(CallersContext.executor());
  }

  /**
   * Fails with {@link QueueFull} where there is no room for one more task of a client. It takes no
   * room, so that the accept may still be refused.
   */
  public Uni<Void> demandRoom(String account, String client) {
    return admission.look(account, client).emitOn(CallersContext.executor());
  }

  /** How many tasks of a client may wait at the most: a larger batch is never accepted. */
  public int mostQueued(String client) {
    return admission.most(client);
  }

  private void tellOf(NewBatch batch, Accepted accepted) {
    if (accepted.fresh()) {
      batch.tasks().stream()
          .map(task -> new Queue(task.account(), task.kind()))
          .distinct()
          .forEach(this::tellOfQueued);
      List<Signal> signals =
          batch.tasks().stream().map(t -> new Signal(t.id(), batch.client(), 1, false)).toList();
      signals.forEach(room::wake);
      hints.publish(signals);
    }
  }

  /** A client's stream may be on any replica: without the hint it would wait for the next tick. */
  private void tellOfFirst(Accepted accepted, String client) {
    if (accepted.fresh()) {
      Signal signal = new Signal(accepted.id(), client, 1, false);
      room.wake(signal);
      hints.publish(List.of(signal));
    }
  }

  private void tellOfQueued(Queue queue) {
    if (settings.enabled()) {
      submitter.wake(queue.account(), queue.kind());
    } else {
      hints.publishQueued(queue);
    }
  }

  /** The task or batch that an idempotency key already has; empty where it has none. */
  public Uni<Optional<Accepted>> holder(String client, Idempotency key) {
    return admission.holder(client, key).emitOn(CallersContext.executor());
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
    return cancels
        .request(id, client)
        .invoke(announcer::announce)
        .invoke(changes -> changes.forEach(change -> poller.wake(change.account())))
        .emitOn(CallersContext.executor())
        .chain(() -> awaitEnd(id, client, most));
  }
}
