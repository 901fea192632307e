package io.anteroom.callback;

import java.util.HashMap;
import java.util.Map;

/** How many attempts are under way, in all and for each endpoint. Thread-safe. */
final class UnderWay {

  private final Map<String, Integer> byEndpoint = new HashMap<>();
  private int all;

  synchronized void enter(String endpoint) {
    byEndpoint.merge(endpoint, 1, Integer::sum);
    all++;
  }

  synchronized void leave(String endpoint) {
    byEndpoint.computeIfPresent(endpoint, (name, count) -> count == 1 ? null : count - 1);
    all--;
  }

  synchronized int of(String endpoint) {
    return byEndpoint.getOrDefault(endpoint, 0);
  }

  synchronized int all() {
    return all;
  }
}
