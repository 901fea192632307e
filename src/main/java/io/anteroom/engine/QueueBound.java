package io.anteroom.engine;

import io.anteroom.task.QueueDepth;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the queue of each client within its bound, at no cost for an accept: the queue is counted
 * at most once a second, beside the accepts while it is less than half full, before the next accept
 * above that. This replica alone never lets in too many; with others a client may have as many more
 * as they accept between two counts. Thread-safe.
 */
@Singleton
class QueueBound {

  private final QueueLimits limits;
  private final QueueDepth depth;
  private final QueueRelief relief;
  private final Map<String, QueueDoor> doors = new ConcurrentHashMap<>();

  QueueBound(QueueLimits limits, QueueDepth depth, QueueRelief relief) {
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
  Uni<Void> admit(String account, String client, int tasks) {
    return doors
        .computeIfAbsent(
            client, name -> new QueueDoor(account, name, limits.of(name), depth, relief))
        .admit(tasks);
  }

  /** They were let in, and are stored or will never be. */
  void finish(String client, int tasks) {
    doors.get(client).finish(tasks);
  }
}
