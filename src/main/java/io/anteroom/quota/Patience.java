package io.anteroom.quota;

import java.time.Duration;

/**
 * How long a call may wait for its permits, all of its attempts together.
 *
 * @param deadline on this process's {@link System#nanoTime()}
 * @param interactive whether somebody waits for the answer: such calls are served before others of
 *     the same class
 */
public record Patience(long deadline, boolean interactive) {

  /** Of a call that somebody waits for, from now on. */
  public static Patience ofCaller(Duration most) {
    return new Patience(System.nanoTime() + most.toNanos(), true);
  }

  /** Of a call of the engine, from now on. */
  public static Patience ofEngine(Duration most) {
    return new Patience(System.nanoTime() + most.toNanos(), false);
  }

  /** What is left of it; negative when it has run out. */
  Duration left() {
    return Duration.ofNanos(deadline - System.nanoTime());
  }
}
