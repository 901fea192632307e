package io.anteroom.engine;

import io.anteroom.engine.QueueRoom.Answer;
import io.anteroom.task.QueueDepth;
import io.anteroom.task.QueueDepth.Depth;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The way into the queue of one client. Thread-safe. */
final class QueueDoor {

  private static final Logger LOG = Logger.getLogger(QueueDoor.class);

  private final String account;
  private final String client;
  private final int most;
  private final QueueDepth depth;
  private final QueueRelief relief;
  private final QueueRoom room;
  private volatile Depth last = Depth.NONE;
  private volatile long lastCount;
  private volatile Uni<Duration> untilOne;
  private Uni<Void> counting;

  QueueDoor(String account, String client, int most, QueueDepth depth, QueueRelief relief) {
    this.account = account;
    this.client = client;
    this.most = most;
    this.depth = depth;
    this.relief = relief;
    this.room = new QueueRoom(most);
  }

  /** Lets tasks in, all or none; fails with {@link QueueFull}. */
  Uni<Void> admit(int tasks) {
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

  /** They are stored, or will never be. */
  void finish(int tasks) {
    room.finish(tasks);
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
    untilOne = null;
    lastCount = now;
    room.counted(found.tasks(), finishedThen, began, now);
  }

  private synchronized void over() {
    counting = null;
  }

  private Uni<Void> refuse(int tasks) {
    long queued = room.queued();
    return until(Math.max(1, queued + tasks - most))
        .chain(wait -> Uni.createFrom().failure(new QueueFull(queued, most, wait)));
  }

  /** For one task it is worked out once for each count: refusals must be cheap. */
  private Uni<Duration> until(long tooMany) {
    if (tooMany > 1) {
      return relief.until(account, client, last.kind(), tooMany);
    }
    Uni<Duration> known = untilOne;
    if (known == null) {
      known = relief.until(account, client, last.kind(), 1).memoize().indefinitely();
      untilOne = known;
    }
    return known;
  }
}
