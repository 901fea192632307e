package io.anteroom.sandbox.upstream.settings;

import java.util.random.RandomGenerator;

/**
 * How long one stage of a task takes: even between two bounds or, where a median is given,
 * log-normal, as real processing times tend to be.
 *
 * @param minMs least milliseconds, from 0
 * @param maxMs most milliseconds, from {@code minMs}
 * @param medianMs median milliseconds of the log-normal time; null: even between the bounds
 * @param sigma spread of the log-normal time, from 0 (always the median)
 */
public record StageTime(long minMs, long maxMs, Double medianMs, double sigma) {
  /** A stage that is over at once. */
  public static final StageTime NONE = between(0, 0);

  public StageTime {
    SettingChecks.range("a stage time", minMs, maxMs);
    if (medianMs != null && !(medianMs >= 0)) {
      throw new IllegalArgumentException("median_ms must be at least 0, not " + medianMs);
    }
    if (!(sigma >= 0)) {
      throw new IllegalArgumentException("sigma must be at least 0, not " + sigma);
    }
  }

  /** Even between two bounds, both included. */
  public static StageTime between(long minMs, long maxMs) {
    return new StageTime(minMs, maxMs, null, 0);
  }

  /** Log-normal around a median. */
  public static StageTime logNormal(double medianMs, double sigma) {
    return new StageTime(0, 0, medianMs, sigma);
  }

  /** One time in milliseconds, drawn from that source. */
  public long draw(RandomGenerator random) {
    if (medianMs != null) {
      return Math.round(medianMs * Math.exp(sigma * random.nextGaussian()));
    }
    return random.nextLong(minMs, maxMs + 1);
  }
}
