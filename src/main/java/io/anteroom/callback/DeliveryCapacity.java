package io.anteroom.callback;

import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.DeliveryAttempt;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * How many attempts this replica may begin: in all, for each client and on each route. Thread-safe.
 */
@Singleton
class DeliveryCapacity {

  private final InFlightCounts underWay = new InFlightCounts();
  private final EndpointCircuitBreakers endpointCircuitBreakers;
  private final int max;
  private final int maxPerClient;
  private final int maxPerEndpoint;

  DeliveryCapacity(CallbackSettings settings, Clock clock, CallbackMetrics metrics) {
    this.endpointCircuitBreakers = new EndpointCircuitBreakers(settings, clock);
    this.max = settings.maxInFlight();
    this.maxPerClient = settings.maxInFlightPerClient();
    this.maxPerEndpoint = settings.maxInFlightPerEndpoint();
    metrics.watch(underWay, endpointCircuitBreakers);
  }

  /** How many may begin in all; zero or less where none may. */
  int free() {
    return max - underWay.all();
  }

  /** How many of a client may begin; zero or less where none may. */
  int free(String client) {
    return maxPerClient - underWay.of(client);
  }

  /** How many on a route may begin, were it alone; zero or less where none may. */
  int free(ClientEndpoint route) {
    return endpointCircuitBreakers.room(route, maxPerEndpoint) - underWay.on(route);
  }

  /** How long a route is left alone; zero where it is not. */
  Duration closedFor(ClientEndpoint route) {
    return endpointCircuitBreakers.openFor(route);
  }

  boolean isBusy() {
    return underWay.all() > 0;
  }

  void begin(ClientEndpoint route) {
    underWay.enter(route);
  }

  /** An attempt came to something; to be told before its place is free again. */
  void attempted(ClientEndpoint route, DeliveryAttempt.Outcome outcome) {
    endpointCircuitBreakers.attempted(route, outcome);
  }

  void end(ClientEndpoint route) {
    underWay.leave(route);
  }
}
