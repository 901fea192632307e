package io.anteroom.quota;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits, by client: the clients are served in turn, each in the order of its calls' coming, and
 * none has all places. Bounded; not thread-safe.
 */
final class ClientRoundRobin {

  static final int MAX = 1000;
  static final int MAX_OF_A_CLIENT = MAX / 4;

  /** In the order of their next turns. */
  private final Map<String, Deque<PermitWaiter>> clients = new LinkedHashMap<>();

  private int size;

  int size() {
    return size;
  }

  /** Whether there was a place for it. */
  boolean add(PermitWaiter permitWaiter) {
    String client = permitWaiter.deadline().client();
    if (size == MAX || waitingOf(client) == MAX_OF_A_CLIENT) {
      return false;
    }
    clients.computeIfAbsent(client, c -> new ArrayDeque<>()).add(permitWaiter);
    size++;
    return true;
  }

  /** Whether it was there. */
  boolean remove(PermitWaiter permitWaiter) {
    String client = permitWaiter.deadline().client();
    Deque<PermitWaiter> own = clients.get(client);
    if (own == null || !own.remove(permitWaiter)) {
      return false;
    }
    size--;
    if (own.isEmpty()) {
      clients.remove(client);
    }
    return true;
  }

  /**
   * Takes the next one out, whose client is the last of all from then on; null where none waits.
   */
  PermitWaiter next() {
    Iterator<Map.Entry<String, Deque<PermitWaiter>>> first = clients.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<String, Deque<PermitWaiter>> turn = first.next();
    String client = turn.getKey();
    Deque<PermitWaiter> own = turn.getValue();
    first.remove();
    PermitWaiter next = own.remove();
    size--;
    if (!own.isEmpty()) {
      clients.put(client, own);
    }
    return next;
  }

  /** All, in the order of their turns if nobody else comes. */
  List<PermitWaiter> inOrder() {
    List<PermitWaiter> all = new ArrayList<>(size);
    List<Iterator<PermitWaiter>> left = new ArrayList<>();
    clients.values().forEach(own -> left.add(own.iterator()));
    while (!left.isEmpty()) {
      left.removeIf(
          own -> {
            all.add(own.next());
            return !own.hasNext();
          });
    }
    return all;
  }

  /** How many would be served before a further call of this client. */
  int ahead(String client) {
    int own = waitingOf(client);
    return clients.entrySet().stream()
        .mapToInt(e -> e.getKey().equals(client) ? own : Math.min(e.getValue().size(), own + 1))
        .sum();
  }

  private int waitingOf(String client) {
    Deque<PermitWaiter> own = clients.get(client);
    return own == null ? 0 : own.size();
  }
}
