package io.anteroom.accept;

import io.anteroom.accept.queue.ClientQueueLimit;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.accept.queue.QueueLimit;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Accepts what the queue of its client has room for, and what was accepted before. Thread-safe. */
@Singleton
class QueueAdmission {

  private final QueueLimit bound;
  private final TaskInsert taskInsert;
  private final BatchInsert batches;

  QueueAdmission(QueueLimit bound, TaskInsert taskInsert, BatchInsert batches) {
    this.bound = bound;
    this.taskInsert = taskInsert;
    this.batches = batches;
  }

  Uni<AcceptResult> accept(NewTask task) {
    return accept(
        task.account(), task.client(), 1, task.idempotency(), () -> taskInsert.accept(task));
  }

  Uni<AcceptResult> accept(NewBatch batch) {
    return accept(
        batch.tasks().get(0).account(),
        batch.client(),
        batch.tasks().size(),
        batch.idempotency(),
        () -> batches.accept(batch));
  }

  private Uni<AcceptResult> accept(
      String account,
      String client,
      int tasks,
      IdempotencyKey key,
      Supplier<Uni<AcceptResult>> write) {
    ClientQueueLimit door = bound.door(account, client);
    return whole(() -> write(door, tasks, write))
        .onFailure(QueueFullException.class)
        .recoverWithUni(full -> before(client, key, full));
  }

  private static Uni<AcceptResult> write(
      ClientQueueLimit door, int tasks, Supplier<Uni<AcceptResult>> write) {
    return door.admit(tasks)
        .chain(
            () ->
                Uni.createFrom()
                    .deferred(write::get)
                    .onItemOrFailure()
                    .invoke((accepted, failure) -> settle(door, tasks, accepted, failure)));
  }

  /** A caller that hangs up drops the answer only: what took room is written, and gives it back. */
  private static <T> Uni<T> whole(Supplier<Uni<T>> step) {
    return Uni.createFrom()
        .emitter(
            answer ->
                Uni.createFrom()
                    .deferred(step::get)
                    .subscribe()
                    .with(answer::complete, answer::fail));
  }

  /** After another failure they may be in the store all the same. */
  private static void settle(
      ClientQueueLimit door, int tasks, AcceptResult accepted, Throwable failure) {
    boolean isOld = accepted != null && !accepted.fresh();
    if (isOld || failure instanceof IdempotencyKeyReusedException) {
      door.giveBack(tasks);
    } else {
      door.finish(tasks);
    }
  }

  /**
   * Fails with {@link QueueFullException} where a client has no room for one more task; takes none.
   */
  Uni<Void> look(String account, String client) {
    return whole(() -> bound.door(account, client).look());
  }

  /** How many tasks of a client may wait at the most. */
  int most(String client) {
    return bound.most(client);
  }

  /** What a key stands for is no new task, and so is never refused. */
  private Uni<AcceptResult> before(String client, IdempotencyKey key, Throwable full) {
    return key == null
        ? Uni.createFrom().failure(full)
        : holder(client, key).map(held -> held.orElse(null)).onItem().ifNull().failWith(full);
  }

  /** The task or batch that a key already has; empty where it has none. */
  Uni<Optional<AcceptResult>> holder(String client, IdempotencyKey key) {
    return taskInsert.holder(client, key);
  }
}
