package io.anteroom.callback;

import io.anteroom.callback.outbox.ClientEndpoint;
import java.util.HashMap;
import java.util.Map;

/** How many attempts are under way: in all, for each client and on each route. Thread-safe. */
final class InFlightCounts {

  private final Map<ClientEndpoint, Integer> byRoute = new HashMap<>();
  private final Map<String, Integer> byClient = new HashMap<>();
  private int all;

  synchronized void enter(ClientEndpoint route) {
    byRoute.merge(route, 1, Integer::sum);
    byClient.merge(route.client(), 1, Integer::sum);
    all++;
  }

  synchronized void leave(ClientEndpoint route) {
    countDown(byRoute, route);
    countDown(byClient, route.client());
    all--;
  }

  synchronized int on(ClientEndpoint route) {
    return byRoute.getOrDefault(route, 0);
  }

  synchronized int of(String client) {
    return byClient.getOrDefault(client, 0);
  }

  synchronized int all() {
    return all;
  }

  private static <K> void countDown(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (name, count) -> count == 1 ? null : count - 1);
  }
}
