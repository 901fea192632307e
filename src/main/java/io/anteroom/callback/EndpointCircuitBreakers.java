package io.anteroom.callback;

import io.anteroom.async.LatestUsedMap;
import io.anteroom.async.Ticker;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.DeliveryAttempt;
import java.time.Duration;
import java.util.Map;

/**
 * A circuit breaker for each route: after some failures in a row it is open for a while, then one
 * attempt shows whether the receiver is well again. Each replica finds out for itself. Holds the
 * routes that failed lately, a bounded number of them. Thread-safe.
 */
final class EndpointCircuitBreakers {

  private static final int MAX = 10_000;

  /**
   * After some failures.
   *
   * @param opened when, by {@link Ticker#nanos()}; null while it is closed
   */
  private record Breaker(int failures, Long opened) {}

  private final int failuresToOpen;
  private final Duration pause;
  private final Ticker ticker;
  private final Map<ClientEndpoint, Breaker> breakers = new LatestUsedMap<>(MAX);

  EndpointCircuitBreakers(CallbackSettings settings, Ticker ticker) {
    this.failuresToOpen = settings.breakerFailures();
    this.pause = settings.breakerDelay();
    this.ticker = ticker;
  }

  /** How many attempts may be under way: all where it is closed, none where it is open, or one. */
  synchronized int allowed(ClientEndpoint route, int max) {
    Breaker breaker = breakers.get(route);
    if (breaker == null || breaker.opened() == null) {
      return max;
    }
    return left(breaker).isZero() ? 1 : 0;
  }

  /** How long it stays open; zero where it is not. */
  synchronized Duration openFor(ClientEndpoint route) {
    Breaker breaker = breakers.get(route);
    return breaker == null ? Duration.ZERO : left(breaker);
  }

  private Duration left(Breaker breaker) {
    if (breaker.opened() == null) {
      return Duration.ZERO;
    }
    Duration left = pause.minus(ticker.since(breaker.opened()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  synchronized void attempted(ClientEndpoint route, DeliveryAttempt.Outcome outcome) {
    switch (outcome) {
      case DELIVERED, GONE, REJECTED -> breakers.remove(route);
      case FAILED -> breakers.put(route, failed(breakers.get(route)));
      case UNSENT -> {}
    }
  }

  /** How many are open, or wait for the attempt that shows. */
  synchronized int open() {
    return (int) breakers.values().stream().filter(b -> b.opened() != null).count();
  }

  /** What was under way when it opened says nothing new. */
  private Breaker failed(Breaker before) {
    if (before != null && !left(before).isZero()) {
      return before;
    }
    int failures = before == null ? 1 : before.failures() + 1;
    return new Breaker(failures, failures >= failuresToOpen ? ticker.nanos() : null);
  }
}
