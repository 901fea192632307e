package io.anteroom.engine;

import io.anteroom.task.Accepted;
import io.anteroom.task.BatchIntake;
import io.anteroom.task.Intake;
import io.anteroom.task.KeyReused;
import io.anteroom.task.NewBatch;
import io.anteroom.task.NewTask;
import io.anteroom.task.NewTask.Idempotency;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Accepts what the queue of its client has room for, and what was accepted before. Thread-safe. */
@Singleton
class Admission {

  private final QueueBound bound;
  private final Intake intake;
  private final BatchIntake batches;

  Admission(QueueBound bound, Intake intake, BatchIntake batches) {
    this.bound = bound;
    this.intake = intake;
    this.batches = batches;
  }

  Uni<Accepted> accept(NewTask task) {
    return accept(task.account(), task.client(), 1, task.idempotency(), () -> intake.accept(task));
  }

  Uni<Accepted> accept(NewBatch batch) {
    return accept(
        batch.tasks().get(0).account(),
        batch.client(),
        batch.tasks().size(),
        batch.idempotency(),
        () -> batches.accept(batch));
  }

  private Uni<Accepted> accept(
      String account, String client, int tasks, Idempotency key, Supplier<Uni<Accepted>> write) {
    QueueDoor door = bound.door(account, client);
    return whole(() -> write(door, tasks, write))
        .onFailure(QueueFull.class)
        .recoverWithUni(full -> before(client, key, full));
  }

  private static Uni<Accepted> write(QueueDoor door, int tasks, Supplier<Uni<Accepted>> write) {
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
  private static void settle(QueueDoor door, int tasks, Accepted accepted, Throwable failure) {
    boolean isOld = accepted != null && !accepted.fresh();
    if (isOld || failure instanceof KeyReused) {
      door.giveBack(tasks);
    } else {
      door.finish(tasks);
    }
  }

  /** Fails with {@link QueueFull} where a client has no room for one more task; takes none. */
  Uni<Void> look(String account, String client) {
    return whole(() -> bound.door(account, client).look());
  }

  /** How many tasks of a client may wait at the most. */
  int most(String client) {
    return bound.most(client);
  }

  /** What a key stands for is no new task, and so is never refused. */
  private Uni<Accepted> before(String client, Idempotency key, Throwable full) {
    return key == null
        ? Uni.createFrom().failure(full)
        : holder(client, key).map(held -> held.orElse(null)).onItem().ifNull().failWith(full);
  }

  /** The task or batch that a key already has; empty where it has none. */
  Uni<Optional<Accepted>> holder(String client, Idempotency key) {
    return intake.holder(client, key);
  }
}
