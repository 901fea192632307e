package io.anteroom.accept.queue;

import io.anteroom.accept.queue.QueueCount.Answer;
import io.anteroom.accept.queue.QueueDepth.Depth;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The way into the queue of one client. Thread-safe. */
public final class ClientQueueLimit {

  private static final Logger LOG = Logger.getLogger(ClientQueueLimit.class);

  private final String account;
  private final String client;
  private final int most;
  private final QueueDepth depth;
  private final QueueWaitEstimate relief;
  private final QueueCount room;
  private volatile Depth last = Depth.NONE;
  private volatile long lastCount;
  private volatile Map<Long, Uni<Duration>> reliefs = new ConcurrentHashMap<>();
  private Uni<Void> counting;

  ClientQueueLimit(
      String account, String client, int most, QueueDepth depth, QueueWaitEstimate relief) {
    this.account = account;
    this.client = client;
    this.most = most;
    this.depth = depth;
    this.relief = relief;
    this.room = new QueueCount(most);
  }

  /**
   * Lets tasks in, all or none, as soon as it is called; fails with {@link QueueFullException}.
   * What was let in is to be told to {@link #finish} or {@link #giveBack}.
   *
   * @param tasks how many, at least 1
   */
  public Uni<Void> admit(int tasks) {
    return switch (room.take(tasks, System.nanoTime())) {
      case ADMITTED -> Uni.createFrom().voidItem();
      case ADMITTED_COUNT_AGAIN -> {
        count().subscribe().with(done -> {}, failure -> LOG.debugf("not counted: %s", failure));
        yield Uni.createFrom().voidItem();
      }
      case COUNT_FIRST -> count().chain(() -> admitByLastCount(tasks));
      case FULL -> refuse(tasks);
    };
  }

  /** Fails with {@link QueueFullException} where there is no room for one more; takes none. */
  public Uni<Void> look() {
    return switch (room.look(1, System.nanoTime())) {
      case ADMITTED, ADMITTED_COUNT_AGAIN -> Uni.createFrom().voidItem();
      case COUNT_FIRST -> count().chain(this::lookByLastCount);
      case FULL -> refuse(1);
    };
  }

  private Uni<Void> lookByLastCount() {
    return room.look(1, lastCount) == Answer.ADMITTED ? Uni.createFrom().voidItem() : refuse(1);
  }

  /** They are stored, or may be. */
  public void finish(int tasks) {
    room.finish(tasks);
  }

  /** They will never be stored. */
  public void giveBack(int tasks) {
    room.giveBack(tasks);
  }

  /** It was made for this admission, and so is young enough. */
  private Uni<Void> admitByLastCount(int tasks) {
    return room.take(tasks, lastCount) == Answer.ADMITTED
        ? Uni.createFrom().voidItem()
        : refuse(tasks);
  }

  /** One count at a time, whoever wants it. */
  private synchronized Uni<Void> count() {
    if (counting == null) {
      long finishedThen = room.beginCount();
      long began = System.nanoTime();
      counting =
          depth
              .of(account, client, most + 1L)
              .invoke(found -> counted(found, finishedThen, began))
              .onTermination()
              .invoke(this::over)
              .replaceWithVoid()
              .memoize()
              .indefinitely();
    }
    return counting;
  }

  private void counted(Depth found, long finishedThen, long began) {
    long now = System.nanoTime();
    last = found;
    reliefs = new ConcurrentHashMap<>();
    lastCount = now;
    room.counted(found.tasks(), finishedThen, began, now);
  }

  private synchronized void over() {
    counting = null;
  }

  private Uni<Void> refuse(int tasks) {
    long queued = room.queued();
    return until(Math.max(1, queued + tasks - most))
        .chain(wait -> Uni.createFrom().failure(new QueueFullException(queued, most, wait)));
  }

  /** It is worked out once for each count and step: refusals must be cheap. */
  private Uni<Duration> until(long tooMany) {
    return reliefs.computeIfAbsent(
        step(tooMany),
        tasks -> relief.until(account, client, last.kind(), tasks).memoize().indefinitely());
  }

  /** Rather a quarter too long than another question to the store for each size of a batch. */
  static long step(long tasks) {
    long step = Math.max(1, Long.highestOneBit(tasks) / 4);
    return (tasks + step - 1) / step * step;
  }
}
