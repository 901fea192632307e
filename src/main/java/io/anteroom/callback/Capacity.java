package io.anteroom.callback;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** How many attempts this replica may begin, in all and for each endpoint. Thread-safe. */
@Singleton
class Capacity {

  private final UnderWay underWay = new UnderWay();
  private final Breakers breakers;
  private final int atOnce;
  private final int atOncePerEndpoint;

  Capacity(DeliverySettings settings, Clock clock, CallbackMetrics metrics) {
    this.breakers = new Breakers(settings, clock);
    this.atOnce = settings.atOnce();
    this.atOncePerEndpoint = settings.atOncePerEndpoint();
    metrics.watch(underWay, breakers);
  }

  /** How many may begin in all; zero or less where none may. */
  int free() {
    return atOnce - underWay.all();
  }

  /** How many of an endpoint may begin; zero or less where none may. */
  int free(String endpoint) {
    return breakers.room(endpoint, atOncePerEndpoint) - underWay.of(endpoint);
  }

  /** How long an endpoint is left alone; zero where it is not. */
  Duration closedFor(String endpoint) {
    return breakers.openFor(endpoint);
  }

  boolean isBusy() {
    return underWay.all() > 0;
  }

  void begin(String endpoint) {
    underWay.enter(endpoint);
  }

  /** An attempt came to something; to be told before its place is free again. */
  void attempted(String endpoint, Attempt.Outcome outcome) {
    breakers.attempted(endpoint, outcome);
  }

  void end(String endpoint) {
    underWay.leave(endpoint);
  }
}
