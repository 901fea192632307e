package io.anteroom.quota;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many slots an endpoint class has, and for how long a slot stays taken after the answer to its
 * call.
 *
 * <p>Two calls that use one slot reach the upstream at least {@code hold} apart, so that in any
 * time t at most slots × (1 + t / hold) calls arrive. With a limit of L a window W:
 *
 * <ul>
 *   <li>L slots held for W keep a fixed window, a sliding window and a bucket of depth L.
 *   <li>b &lt; L slots held for W·b/(L−b) also keep a bucket of depth b, and in W no more than L.
 *   <li>No limit: as many slots as calls may be under way, free again with the answer.
 * </ul>
 *
 * @param slots how many calls may hold a slot at once, at least 1
 * @param hold how long a slot stays taken after the answer
 */
public record ClassSlots(int slots, Duration hold) {

  /** Clocks that a time server keeps drift by up to 500 ppm; twice that, for both ends. */
  private static final double DRIFT = 1.001;

  /** The slots for a limit (empty: unlimited) under these settings. */
  public static ClassSlots of(OptionalInt limit, QuotaSettings settings) {
    if (limit.isEmpty()) {
      return new ClassSlots(settings.maxInFlight(), Duration.ZERO);
    }
    int calls = limit.getAsInt();
    int burst = settings.burst();
    if (burst == 0 || burst >= calls) {
      return new ClassSlots(calls, scaled(settings.window(), 1));
    }
    return new ClassSlots(burst, scaled(settings.window(), (double) burst / (calls - burst)));
  }

  private static Duration scaled(Duration window, double factor) {
    return Duration.ofMillis((long) Math.ceil(window.toMillis() * factor * DRIFT));
  }
}
