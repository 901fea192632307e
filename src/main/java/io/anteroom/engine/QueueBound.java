package io.anteroom.engine;

import io.anteroom.task.QueueDepth;
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

  /** The way into the queue of a client. */
  QueueDoor door(String account, String client) {
    return doors.computeIfAbsent(
        client, name -> new QueueDoor(account, name, limits.of(name), depth, relief));
  }

  /** How many tasks of a client may wait at the most. */
  int most(String client) {
    return limits.of(client);
  }
}
