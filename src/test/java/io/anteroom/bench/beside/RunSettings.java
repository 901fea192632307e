package io.anteroom.bench.beside;

import java.time.Duration;

/**
 * What the upstream permits, and how soon a dead process is noticed.
 *
 * @param submits submits in a window; 0: as many as one likes
 * @param polls polls in a window; 0: as many as one likes
 * @param window by which the upstream counts, sliding
 * @param submitDelay how long the upstream holds back its response to a submit
 * @param lease how long a service owns what it works on without a sign of life
 */
record RunSettings(int submits, int polls, Duration window, Duration submitDelay, Duration lease) {

  /** As on the Enterprise plan. */
  static final RunSettings UNLIMITED =
      new RunSettings(0, 0, Duration.ofSeconds(60), Duration.ZERO, Duration.ofSeconds(30));

  /**
   * Limits that a backlog reaches, submits that take a while, so that kills hit some of them, and
   * kills that are noticed soon.
   */
  static final RunSettings STORM =
      new RunSettings(
          500, 1000, Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(3));

  /** The limits of peers have a number: one that is never reached stands for none. */
  static int orNeverReached(int limit) {
    return limit == 0 ? 600_000 : limit;
  }
}
