package io.anteroom.accept.queue;

import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.IdempotencyKeyReusedException;
import io.anteroom.accept.queue.QueueCount.Verdict;
import io.anteroom.accept.queue.QueueDepth.Depth;
import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.DetachedFromCaller;
import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps the queue of each client within its limit, at no cost for an accept: the queue is counted
 * at most once a second, beside the accepts while it is less than half full, before the next accept
 * above that. One replica alone never lets in too many. With several, a client may exceed its limit
 * by what the other replicas accept between two counts. Thread-safe.
 */
@Singleton
public class QueueLimit {

  private static final Logger LOG = Logger.getLogger(QueueLimit.class);

  private final Clients clients;
  private final int maxOfAnyClient;
  private final QueueDepth depth;
  private final QueueWaitEstimate waitEstimate;
  private final Ticker ticker;
  private final Map<String, ClientQueue> queues = new ConcurrentHashMap<>();

  public QueueLimit(
      Clients clients,
      AcceptSettings settings,
      QueueDepth depth,
      QueueWaitEstimate waitEstimate,
      Ticker ticker) {
    this.clients = clients;
    this.maxOfAnyClient = settings.maxQueued();
    this.depth = depth;
    this.waitEstimate = waitEstimate;
    this.ticker = ticker;
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
    ClientQueue queue = queue(account, client);
    return DetachedFromCaller.run(
        () -> queue.take(tasks).chain(() -> insert(queue, tasks, insert)));
  }

  /**
   * Fails with {@link QueueFullException} where the queue of a client has no capacity for one more
   * task. It reserves none, so that the accept may still be refused.
   */
  public Uni<Void> requireCapacity(String account, String client) {
    return DetachedFromCaller.run(() -> queue(account, client).check());
  }

  /** The largest number of tasks of a client that may wait to be submitted. */
  public int of(String client) {
    return clients
        .named(client)
        .map(Client::maxQueued)
        .orElse(OptionalInt.empty())
        .orElse(maxOfAnyClient);
  }

  private ClientQueue queue(String account, String client) {
    return queues.computeIfAbsent(client, name -> new ClientQueue(account, name, of(name)));
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
    if (isOld || failure instanceof IdempotencyKeyReusedException) {
      queue.count.giveBack(tasks);
    } else {
      queue.count.finish(tasks);
    }
  }

  /** Rather a quarter too long than a statement of its own for each size of a batch. */
  static long step(long tasks) {
    long step = Math.max(1, Long.highestOneBit(tasks) / 4);
    return (tasks + step - 1) / step * step;
  }

  /** What this replica knows about the queue of one client. Thread-safe. */
  private final class ClientQueue {

    private final String account;
    private final String client;
    private final int max;
    private final QueueCount count;
    private volatile Depth lastDepth = Depth.NONE;
    private volatile long lastCountedAt;
    private volatile Map<Long, Uni<Duration>> waits = new ConcurrentHashMap<>();
    private Uni<Void> counting;

    ClientQueue(String account, String client, int max) {
      this.account = account;
      this.client = client;
      this.max = max;
      this.count = new QueueCount(max);
    }

    /** Takes capacity for all the tasks, or fails with {@link QueueFullException}. */
    Uni<Void> take(int tasks) {
      return switch (count.take(tasks, ticker.nanos())) {
        case ADMIT -> Uni.createFrom().voidItem();
        case ADMIT_AND_RECOUNT -> {
          recount().subscribe().with(done -> {}, failure -> LOG.debugf("not counted: %s", failure));
          yield Uni.createFrom().voidItem();
        }
        case RECOUNT_FIRST ->
            recount().chain(() -> admitOrRefuse(count.take(tasks, lastCountedAt), tasks));
        case FULL -> refuse(tasks);
      };
    }

    /** As {@link #take} for one task, but takes nothing. */
    Uni<Void> check() {
      return switch (count.check(1, ticker.nanos())) {
        case ADMIT, ADMIT_AND_RECOUNT -> Uni.createFrom().voidItem();
        case RECOUNT_FIRST ->
            recount().chain(() -> admitOrRefuse(count.check(1, lastCountedAt), 1));
        case FULL -> refuse(1);
      };
    }

    /** The count was made for this call, and so is recent enough. */
    private Uni<Void> admitOrRefuse(Verdict verdict, int tasks) {
      return verdict == Verdict.ADMIT ? Uni.createFrom().voidItem() : refuse(tasks);
    }

    /** One count at a time, shared by all who need it. */
    private synchronized Uni<Void> recount() {
      if (counting == null) {
        long finishedThen = count.beginCount();
        long began = ticker.nanos();
        counting =
            depth
                .of(account, client, max + 1L)
                .invoke(found -> counted(found, finishedThen, began))
                .onTermination()
                .invoke(this::endCount)
                .replaceWithVoid()
                .memoize()
                .indefinitely();
      }
      return counting;
    }

    private void counted(Depth found, long finishedThen, long began) {
      long now = ticker.nanos();
      lastDepth = found;
      waits = new ConcurrentHashMap<>();
      lastCountedAt = now;
      count.counted(found.tasks(), finishedThen, began, now);
    }

    private synchronized void endCount() {
      counting = null;
    }

    private Uni<Void> refuse(int tasks) {
      long queued = count.queued();
      return waitUntilGone(Math.max(1, queued + tasks - max))
          .chain(wait -> Uni.createFrom().failure(new QueueFullException(queued, max, wait)));
    }

    /** Estimated once for each count and step, since refusals must be cheap. */
    private Uni<Duration> waitUntilGone(long excess) {
      return waits.computeIfAbsent(
          step(excess),
          tasks ->
              waitEstimate
                  .until(account, client, lastDepth.kind(), tasks)
                  .memoize()
                  .indefinitely());
    }
  }
}
