package io.anteroom.callback;

import io.anteroom.async.Ticker;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.DeliveryAttempt;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many attempts this replica may begin: in all, for each client and on each route. Thread-safe.
 */
@Singleton
class DeliveryCapacity {

  private final Map<ClientEndpoint, Integer> byRoute = new HashMap<>();
  private final Map<String, Integer> byClient = new HashMap<>();
  private final EndpointCircuitBreakers endpointCircuitBreakers;
  private final int max;
  private final int maxPerClient;
  private final int maxPerEndpoint;
  private int underWay;

  DeliveryCapacity(CallbackSettings settings, Ticker ticker, CallbackMetrics metrics) {
    this.endpointCircuitBreakers = new EndpointCircuitBreakers(settings, ticker);
    this.max = settings.maxInFlight();
    this.maxPerClient = settings.maxInFlightPerClient();
    this.maxPerEndpoint = settings.maxInFlightPerEndpoint();
    metrics.watch(this, endpointCircuitBreakers);
  }

  /** How many may begin in all; zero or less where none may. */
  synchronized int free() {
    return max - underWay;
  }

  /** How many of a client may begin; zero or less where none may. */
  synchronized int free(String client) {
    return maxPerClient - byClient.getOrDefault(client, 0);
  }

  /** How many on a route may begin, were it alone; zero or less where none may. */
  synchronized int free(ClientEndpoint route) {
    return endpointCircuitBreakers.allowed(route, maxPerEndpoint) - byRoute.getOrDefault(route, 0);
  }

  /** How long a route is left alone; zero where it is not. */
  Duration closedFor(ClientEndpoint route) {
    return endpointCircuitBreakers.openFor(route);
  }

  synchronized int underWay() {
    return underWay;
  }

  synchronized void begin(ClientEndpoint route) {
    byRoute.merge(route, 1, Integer::sum);
    byClient.merge(route.client(), 1, Integer::sum);
    underWay++;
  }

  /** An attempt came to something; to be told before its place is free again. */
  void attempted(ClientEndpoint route, DeliveryAttempt.Outcome outcome) {
    endpointCircuitBreakers.attempted(route, outcome);
  }

  synchronized void end(ClientEndpoint route) {
    countDown(byRoute, route);
    countDown(byClient, route.client());
    underWay--;
  }

  private static <K> void countDown(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (name, count) -> count == 1 ? null : count - 1);
  }
}
