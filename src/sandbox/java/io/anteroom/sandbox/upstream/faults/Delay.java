package io.anteroom.sandbox.upstream.faults;

import io.anteroom.sandbox.upstream.settings.LatencySettings;
import java.util.random.RandomGenerator;

/**
 * How long one call is held back.
 *
 * @param beforeArrivalMs milliseconds before it counts as arrived: the way there
 * @param beforeAnswerMs milliseconds before its answer leaves: the way back, and a slow server
 */
public record Delay(long beforeArrivalMs, long beforeAnswerMs) {

  /** Draws the same count of numbers whatever comes out, so that a run can be repeated. */
  static Delay draw(LatencySettings settings, RandomGenerator random) {
    long jitter = random.nextLong(settings.jitterMinMs(), settings.jitterMaxMs() + 1);
    long there = Math.round(jitter * random.nextDouble());
    boolean isSlow = random.nextDouble() < settings.slowProbability();
    long slow = random.nextLong(settings.slowMinMs(), settings.slowMaxMs() + 1);
    return new Delay(there, jitter - there + (isSlow ? slow : 0));
  }
}
