package io.anteroom.sandbox.upstream.settings;

/**
 * How long an answer is held back. The jitter is the way there and the way back: a random part of
 * it passes before the call counts as arrived, the rest before the answer leaves.
 *
 * @param jitterMinMs least milliseconds added to every answer
 * @param jitterMaxMs most milliseconds added to every answer
 * @param slowProbability how likely an answer is a slow one, 0 to 1
 * @param slowMinMs least milliseconds that a slow answer takes on top
 * @param slowMaxMs most milliseconds that a slow answer takes on top
 */
public record LatencySettings(
    long jitterMinMs, long jitterMaxMs, double slowProbability, long slowMinMs, long slowMaxMs) {
  /** Answers as soon as it can. */
  public static final LatencySettings NONE = jitter(0, 0);

  public LatencySettings {
    SettingChecks.range("jitter", jitterMinMs, jitterMaxMs);
    SettingChecks.probability("slow_probability", slowProbability);
    SettingChecks.range("slow", slowMinMs, slowMaxMs);
  }

  /** Jitter between two bounds for every answer, and no slow ones. */
  public static LatencySettings jitter(long minMs, long maxMs) {
    return new LatencySettings(minMs, maxMs, 0, 0, 0);
  }
}
