package io.anteroom.accept.queue;

import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.queue.QueueDepth.Depth;
import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.FailureLog;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.ToDo;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The queues of the clients that this replica has accepted tasks for. Each tick counts those again
 * that are not known to be empty, by one statement for all, so that accepts need not. Thread-safe.
 */
@Singleton
public class ClientQueues implements BackgroundWork {

  private static final Logger LOG = Logger.getLogger(ClientQueues.class);

  /** After a count that took so long nothing is counted for this many times as long. */
  private static final int REST_FACTOR = 10;

  private final Clients clients;
  private final int maxOfAnyClient;
  private final QueueDepth depth;
  private final Ticker ticker;
  private final Map<String, ClientQueue> queues = new ConcurrentHashMap<>();
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile long notBefore = Long.MIN_VALUE;

  public ClientQueues(Clients clients, AcceptSettings settings, QueueDepth depth, Ticker ticker) {
    this.clients = clients;
    this.maxOfAnyClient = settings.maxQueued();
    this.depth = depth;
    this.ticker = ticker;
  }

  /** The largest number of tasks of a client that may wait to be submitted. */
  int max(String client) {
    return clients
        .named(client)
        .map(Client::maxQueued)
        .orElse(OptionalInt.empty())
        .orElse(maxOfAnyClient);
  }

  ClientQueue of(String account, String client) {
    ClientQueue known = queues.get(client);
    return known != null
        ? known
        : queues.computeIfAbsent(
            client, name -> new ClientQueue(account, name, max(name), depth, ticker));
  }

  /** The queues of an account that are known here. */
  Stream<ClientQueue> ofAccount(String account) {
    return queues.values().stream().filter(queue -> queue.account().equals(account));
  }

  /** Returns at once: a long queue takes its time. */
  @Override
  public Uni<Void> tick(ToDo todo) {
    List<ClientQueue> due = queues.values().stream().filter(ClientQueue::isCountDue).toList();
    if (!due.isEmpty() && ticker.nanos() >= notBefore && counting.compareAndSet(false, true)) {
      count(due);
    }
    return Uni.createFrom().voidItem();
  }

  private void count(List<ClientQueue> due) {
    long began = ticker.nanos();
    List<ClientQueue.Count> begun = due.stream().map(ClientQueue::beginCount).toList();
    depth
        .of(due.stream().map(ClientQueue::counted).toList())
        .onTermination()
        .invoke(() -> restAfter(began))
        .subscribe()
        .with(found -> end(begun, found), ClientQueues::tell);
  }

  /** Counting takes a small share of the time, however many queues there are. */
  private void restAfter(long began) {
    long now = ticker.nanos();
    notBefore = now + REST_FACTOR * (now - began);
    counting.set(false);
  }

  private static void end(List<ClientQueue.Count> begun, List<Depth> found) {
    for (int i = 0; i < begun.size(); i++) {
      begun.get(i).endedTogether(found.get(i));
    }
  }

  private static void tell(Throwable failure) {
    if (!FailureLog.log(LOG, "counting the queues", failure)) {
      LOG.debugf("queues not counted: %s", failure.getMessage());
    }
  }
}
