package io.anteroom.client.wait;

import io.anteroom.client.http.Response;
import java.time.Duration;

/** How often a wait asks, and how long it asks the service to hold a response back. Immutable. */
final class Pace {

  /** A response that came sooner was not held back. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** So that a response that was held back comes before the timeout. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Duration timeout;
  private final Duration longest;
  private final long start = System.nanoTime();

  /**
   * Of a wait that begins now.
   *
   * @param timeout of the whole wait
   * @param longest how long a response is held back at most
   */
  Pace(Duration timeout, Duration longest) {
    this.timeout = timeout;
    this.longest = longest;
  }

  /** What is left of the wait. */
  Duration left() {
    return timeout.minusNanos(System.nanoTime() - start).minus(MARGIN);
  }

  /** How long the service is asked to wait. */
  Duration heldBack() {
    Duration left = left();
    return left.compareTo(longest) < 0 ? left : longest;
  }

  /**
   * The pause before the next request.
   *
   * @param asked when the request was sent, by {@link System#nanoTime()}
   * @param usual after a response that came soon and does not say how long
   */
  static Duration pause(Response response, long asked, Duration usual) {
    boolean soon = System.nanoTime() - asked < SOON.toNanos();
    return soon ? response.retryAfter().orElse(usual) : Duration.ZERO;
  }
}
