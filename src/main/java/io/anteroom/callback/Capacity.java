package io.anteroom.callback;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * How many attempts this replica may begin: in all, for each client and on each route. Thread-safe.
 */
@Singleton
class Capacity {

  private final UnderWay underWay = new UnderWay();
  private final Breakers breakers;
  private final int atOnce;
  private final int atOncePerClient;
  private final int atOncePerEndpoint;

  Capacity(DeliverySettings settings, Clock clock, CallbackMetrics metrics) {
    this.breakers = new Breakers(settings, clock);
    this.atOnce = settings.atOnce();
    this.atOncePerClient = settings.atOncePerClient();
    this.atOncePerEndpoint = settings.atOncePerEndpoint();
    metrics.watch(underWay, breakers);
  }

  /** How many may begin in all; zero or less where none may. */
  int free() {
    return atOnce - underWay.all();
  }

  /** How many of a client may begin; zero or less where none may. */
  int free(String client) {
    return atOncePerClient - underWay.of(client);
  }

  /** How many on a route may begin, were it alone; zero or less where none may. */
  int free(Route route) {
    return breakers.room(route, atOncePerEndpoint) - underWay.on(route);
  }

  /** How long a route is left alone; zero where it is not. */
  Duration closedFor(Route route) {
    return breakers.openFor(route);
  }

  boolean isBusy() {
    return underWay.all() > 0;
  }

  void begin(Route route) {
    underWay.enter(route);
  }

  /** An attempt came to something; to be told before its place is free again. */
  void attempted(Route route, Attempt.Outcome outcome) {
    breakers.attempted(route, outcome);
  }

  void end(Route route) {
    underWay.leave(route);
  }
}
