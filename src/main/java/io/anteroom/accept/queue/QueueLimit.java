package io.anteroom.accept.queue;

import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.IdempotencyKeyReusedException;
import io.anteroom.accept.NotRetryableException;
import io.anteroom.async.DetachedFromCaller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Keeps the queue of each client within its limit, from counts that are kept: an accept waits for a
 * count only near the limit, and where the last one is old. One replica alone never lets in too
 * many. With several, a client may exceed its limit by what the other replicas accept between two
 * counts of one: in about a second, or on a count that is older a sixteenth of what was free.
 * Thread-safe.
 */
@Singleton
public class QueueLimit {

  private final ClientQueues queues;
  private final QueueWaitEstimate waitEstimate;

  public QueueLimit(ClientQueues queues, QueueWaitEstimate waitEstimate) {
    this.queues = queues;
    this.waitEstimate = waitEstimate;
  }

  /**
   * Inserts tasks if the queue of their client has capacity for all of them; else fails with {@link
   * QueueFullException}. A caller that hangs up drops the response only: the insert goes on.
   *
   * @param tasks how many, at least 1
   * @param insert inserts them; where it answers that they are not new, they took no capacity
   */
  public Uni<AcceptResult> within(
      String account, String client, int tasks, Supplier<Uni<AcceptResult>> insert) {
    ClientQueue queue = queues.of(account, client);
    return DetachedFromCaller.run(
        () ->
            queue
                .take(tasks)
                .chain(taken -> taken ? insert(queue, tasks, insert) : refuse(queue, tasks)));
  }

  /**
   * Fails with {@link QueueFullException} where the queue of a client has no capacity for one more
   * task. It reserves none, so that the accept may still be refused.
   */
  public Uni<Void> requireCapacity(String account, String client) {
    return requireCapacity(account, client, 1);
  }

  /** The same for so many tasks. */
  public Uni<Void> requireCapacity(String account, String client, int tasks) {
    ClientQueue queue = queues.of(account, client);
    return DetachedFromCaller.run(
        () ->
            queue
                .check(tasks)
                .chain(free -> free ? Uni.createFrom().voidItem() : refuse(queue, tasks)));
  }

  /** The largest number of tasks of a client that may wait to be submitted. */
  public int of(String client) {
    return queues.max(client);
  }

  private static Uni<AcceptResult> insert(
      ClientQueue queue, int tasks, Supplier<Uni<AcceptResult>> insert) {
    return Uni.createFrom()
        .deferred(insert::get)
        .onItemOrFailure()
        .invoke((accepted, failure) -> settle(queue, tasks, accepted, failure));
  }

  /** After another failure the tasks may be in the database all the same. */
  private static void settle(
      ClientQueue queue, int tasks, AcceptResult accepted, Throwable failure) {
    boolean isOld = accepted != null && !accepted.fresh();
    if (isOld || isRefusal(failure)) {
      queue.giveBack(tasks);
    } else {
      queue.finish(tasks);
    }
  }

  /** The insert says so only where it inserted nothing. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof IdempotencyKeyReusedException
        || failure instanceof NotRetryableException;
  }

  /** The wait is estimated once for each count and step, since refusals must be cheap. */
  private <T> Uni<T> refuse(ClientQueue queue, int tasks) {
    long queued = queue.queued();
    return queue
        .estimate(
            step(Math.max(1, queued + tasks - queue.max())),
            excess ->
                waitEstimate.until(queue.account(), queue.client(), queue.largestKind(), excess))
        .chain(wait -> Uni.createFrom().failure(new QueueFullException(queued, queue.max(), wait)));
  }

  /** Rather a quarter too long than a statement of its own for each size of a batch. */
  static long step(long tasks) {
    long step = Math.max(1, Long.highestOneBit(tasks) / 4);
    return (tasks + step - 1) / step * step;
  }
}
