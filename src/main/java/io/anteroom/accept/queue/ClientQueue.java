package io.anteroom.accept.queue;

import io.anteroom.accept.queue.QueueCount.Verdict;
import io.anteroom.accept.queue.QueueDepth.Counted;
import io.anteroom.accept.queue.QueueDepth.Depth;
import io.anteroom.async.Ticker;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** What this replica knows about the queue of one client. Thread-safe. */
final class ClientQueue {

  private static final Logger LOG = Logger.getLogger(ClientQueue.class);

  private final Counted counted;
  private final int max;
  private final QueueDepth depth;
  private final Ticker ticker;
  private final QueueCount count;
  private volatile Depth lastDepth = Depth.NONE;
  private volatile long lastCountedAt;
  private volatile Map<Long, Uni<Duration>> waits = new ConcurrentHashMap<>();
  private Uni<Void> counting;

  ClientQueue(String account, String client, int max, QueueDepth depth, Ticker ticker) {
    this.counted = new Counted(account, client, max + 1L);
    this.max = max;
    this.depth = depth;
    this.ticker = ticker;
    this.count = new QueueCount(max);
  }

  /** A count of the queue that is under way. */
  final class Count {

    private final long finishedThen = count.beginCount();
    private final long began = ticker.nanos();

    void ended(Depth found) {
      long now = ticker.nanos();
      ended(found, now - began, now);
    }

    /**
     * Many queues were counted together. How much of the time this one took is not known, and a
     * short queue must not be taken for full as long as a long one.
     */
    void endedTogether(Depth found) {
      ended(found, 0, ticker.nanos());
    }

    private void ended(Depth found, long cost, long now) {
      lastDepth = found;
      waits = new ConcurrentHashMap<>();
      lastCountedAt = now;
      count.counted(found.tasks(), finishedThen, cost, now);
    }
  }

  String account() {
    return counted.account();
  }

  String client() {
    return counted.client();
  }

  /** What a count needs. */
  Counted counted() {
    return counted;
  }

  int max() {
    return max;
  }

  /** Takes capacity for all the tasks; false where there is not enough. */
  Uni<Boolean> take(int tasks) {
    return decide(now -> count.take(tasks, now));
  }

  /** As {@link #take}, but takes nothing. */
  Uni<Boolean> check(int tasks) {
    return decide(now -> count.check(tasks, now));
  }

  /** Admitted tasks are in the database, or may be. */
  void finish(int tasks) {
    count.finish(tasks);
  }

  /** Admitted tasks will never be in the database. */
  void giveBack(int tasks) {
    count.giveBack(tasks);
  }

  /** How many wait, or a few more. */
  long queued() {
    return count.queued();
  }

  /** How many of this kind wait, or a few more: what came after the count may be of any kind. */
  long queued(TaskKind kind) {
    Depth found = lastDepth;
    return Math.max(0, count.queued() - found.tasks() + found.of(kind));
  }

  /** Of which kind most wait. */
  TaskKind largestKind() {
    return lastDepth.largest();
  }

  /** Whether a tick should count the queue again. */
  boolean isCountDue() {
    return count.isDue(ticker.nanos());
  }

  Count beginCount() {
    return new Count();
  }

  /** An estimate that is made once for each count and number of tasks. */
  Uni<Duration> estimate(long tasks, Function<Long, Uni<Duration>> estimate) {
    return waits.computeIfAbsent(tasks, n -> estimate.apply(n).memoize().indefinitely());
  }

  private Uni<Boolean> decide(Function<Long, Verdict> verdict) {
    return switch (verdict.apply(ticker.nanos())) {
      case ADMIT -> Uni.createFrom().item(true);
      case ADMIT_AND_RECOUNT -> {
        recount().subscribe().with(done -> {}, failure -> LOG.debugf("not counted: %s", failure));
        yield Uni.createFrom().item(true);
      }
      // the count was made for this call, and so is recent enough
      case RECOUNT_FIRST -> recount().map(done -> verdict.apply(lastCountedAt) == Verdict.ADMIT);
      case FULL -> Uni.createFrom().item(false);
    };
  }

  /** One count at a time, shared by all who need it. */
  private synchronized Uni<Void> recount() {
    if (counting == null) {
      Count begun = beginCount();
      counting =
          depth
              .of(List.of(counted))
              .invoke(found -> begun.ended(found.get(0)))
              .onTermination()
              .invoke(this::endCount)
              .replaceWithVoid()
              .memoize()
              .indefinitely();
    }
    return counting;
  }

  private synchronized void endCount() {
    counting = null;
  }
}
