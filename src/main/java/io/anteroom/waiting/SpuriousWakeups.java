package io.anteroom.waiting;

import java.time.Duration;

/**
 * How long one who waits pauses after a wake that was for nothing: longer each time, up to a
 * second, and from the shortest again once there was none for a while. For one thread at a time.
 */
final class SpuriousWakeups {

  private static final Duration SHORTEST = Duration.ofMillis(25);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration FORGOTTEN = Duration.ofSeconds(5);

  private Duration last = Duration.ZERO;
  private long at = System.nanoTime();

  /** There was one just now. */
  Duration pause() {
    long now = System.nanoTime();
    boolean first = last.isZero() || now - at > FORGOTTEN.toNanos();
    Duration next = first ? SHORTEST : last.multipliedBy(2);
    last = next.compareTo(LONGEST) < 0 ? next : LONGEST;
    at = now;
    return last;
  }
}
