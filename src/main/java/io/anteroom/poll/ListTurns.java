package io.anteroom.poll;

import io.anteroom.poll.BestTasks.Valued;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Puts the tasks of several clients into the order in which pages of the list take them. */
final class ListTurns {

  private static final Comparator<Client> BY_START =
      Comparator.comparingDouble((Client client) -> client.start)
          .thenComparing(
              Comparator.comparingDouble((Client client) -> client.next.worth()).reversed())
          .thenComparing(client -> client.name);

  private static final class Client {
    private final String name;
    private final Iterator<Valued> tasks;
    private double start;
    private Valued next;

    private Client(String name, Iterator<Valued> tasks, double start) {
      this.name = name;
      this.tasks = tasks;
      this.start = start;
      this.next = tasks.next();
    }
  }

  private ListTurns() {}

  /**
   * At the most so many tasks, each of which costs its client a part of a page.
   *
   * @param clients the tasks of each client, none without
   */
  static List<PolledTask> of(
      Map<String, BestTasks> clients, int pageSize, int max, FairPollOrder turns) {
    PriorityQueue<Client> order = new PriorityQueue<>(BY_START);
    clients.forEach(
        (name, best) ->
            order.add(new Client(name, best.bestFirst().iterator(), turns.start(name))));
    List<PolledTask> taken = new ArrayList<>();
    while (taken.size() < max && !order.isEmpty()) {
      Client client = order.remove();
      taken.add(client.next.task());
      if (client.tasks.hasNext()) {
        client.next = client.tasks.next();
        client.start += turns.cost(client.name) / pageSize;
        order.add(client);
      }
    }
    return taken;
  }
}
