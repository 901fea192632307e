package io.anteroom.engine;

import io.anteroom.engine.QueueRoom.Answer;
import io.anteroom.task.QueueDepth;
import io.anteroom.task.QueueDepth.Depth;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps the queue of each client within its bound, at no cost for an accept: the queue is counted
 * at most once a second, beside the accepts while it is less than half full, before the next accept
 * above that. This replica alone never lets in too many; with others a client may have as many more
 * as they accept between two counts. Thread-safe.
 */
@Singleton
public class QueueBound {

  private static final Logger LOG = Logger.getLogger(QueueBound.class);

  private final QueueLimits limits;
  private final QueueDepth depth;
  private final QueueRelief relief;
  private final Map<String, Door> doors = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public QueueBound(QueueLimits limits, QueueDepth depth, QueueRelief relief) {
    this.limits = limits;
    this.depth = depth;
    this.relief = relief;
  }

  /**
   * Lets tasks in, all or none; fails with {@link QueueFull}. What was let in is to be told to
   * {@link #finish} once it is stored or failed.
   *
   * @param tasks how many, at least 1
   */
  public Uni<Void> admit(String account, String client, int tasks) {
    Door door = doors.computeIfAbsent(client, name -> new Door(account, name, limits.of(name)));
    return switch (door.room.take(tasks, System.nanoTime())) {
      case ADMITTED -> Uni.createFrom().voidItem();
      case ADMITTED_COUNT_AGAIN -> {
        door.countBeside();
        yield Uni.createFrom().voidItem();
      }
      case COUNT_FIRST -> door.count().chain(() -> decide(door, tasks));
      case FULL -> door.refuse(tasks);
    };
  }

  /** They were let in, and are stored or will never be. */
  public void finish(String client, int tasks) {
    doors.get(client).room.finish(tasks);
  }

  /** Counted a moment ago: what is too old now waited for long, and is let in by what is known. */
  private Uni<Void> decide(Door door, int tasks) {
    Answer answer = door.room.take(tasks, door.lastCount);
    return answer == Answer.FULL || answer == Answer.COUNT_FIRST
        ? door.refuse(tasks)
        : Uni.createFrom().voidItem();
  }

  /** The way into the queue of one client. */
  private final class Door {

    private final String account;
    private final String client;
    private final int most;
    private final QueueRoom room;
    private volatile Depth last = Depth.NONE;
    private volatile long lastCount;
    private volatile Uni<Duration> untilOne;
    private Uni<Void> counting;

    Door(String account, String client, int most) {
      this.account = account;
      this.client = client;
      this.most = most;
      this.room = new QueueRoom(most);
    }

    void countBeside() {
      count().subscribe().with(done -> {}, failure -> LOG.debugf("not counted: %s", failure));
    }

    /** One count at a time, whoever wants it. */
    synchronized Uni<Void> count() {
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

    private <T> Uni<T> refuse(int tasks) {
      long queued = room.queued();
      long tooMany = Math.max(1, queued + tasks - most);
      return until(tooMany).map(wait -> thrown(new QueueFull(queued, most, wait)));
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

  private static <T> T thrown(QueueFull full) {
    throw full;
  }
}
