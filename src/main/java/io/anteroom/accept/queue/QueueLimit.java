package io.anteroom.accept.queue;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.task.TaskSettings;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the queue of each client within its bound, at no cost for an accept: the queue is counted
 * at most once a second, beside the accepts while it is less than half full, before the next accept
 * above that. This replica alone never lets in too many; with others a client may have as many more
 * as they accept between two counts. Thread-safe.
 */
@Singleton
public class QueueLimit {

  private final Clients clients;
  private final TaskSettings settings;
  private final QueueDepth depth;
  private final QueueWaitEstimate relief;
  private final Map<String, ClientQueueLimit> doors = new ConcurrentHashMap<>();

  public QueueLimit(
      Clients clients, TaskSettings settings, QueueDepth depth, QueueWaitEstimate relief) {
    this.clients = clients;
    this.settings = settings;
    this.depth = depth;
    this.relief = relief;
  }

  /** The way into the queue of a client. */
  public ClientQueueLimit door(String account, String client) {
    return doors.computeIfAbsent(
        client, name -> new ClientQueueLimit(account, name, most(name), depth, relief));
  }

  /** How many tasks of a client may wait at the most. */
  public int most(String client) {
    return clients
        .named(client)
        .map(Client::maxQueued)
        .orElse(OptionalInt.empty())
        .orElse(settings.maxQueued());
  }
}
