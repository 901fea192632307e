package io.anteroom.quota;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** How the upstream's limits are obeyed. */
@ConfigMapping(prefix = "anteroom.quota")
public interface QuotaSettings extends RangedSettings {

  /**
   * Whether a call needs a permit. {@code false} grants every permit at once: only to show what
   * happens without the ledger.
   */
  @WithDefault("true")
  boolean enabled();

  /** The time over which a limit counts. */
  @WithDefault("60s")
  Duration window();

  /**
   * Paces the calls for an upstream bucket that is shallower than its limit: how many calls it
   * takes at once. 0 where the bucket is as deep as the limit.
   */
  @WithDefault("0")
  int burst();

  /** How many calls of one account and class may be under way at once, whatever its plan. */
  @WithDefault("200")
  int maxInFlight();

  /** The part of {@code default} that polling leaves to other calls. */
  @WithDefault("0.05")
  double interactiveReserve();

  /** How long after its grant a permit may be used. */
  @WithDefault("5s")
  Duration useBy();

  /** How long calls are delayed after a 429 that does not say how long. */
  @WithDefault("5s")
  Duration defaultBackoff();

  /**
   * The longest delay that a response can ask for. A 429 asks by {@code Retry-After}, {@code
   * Retry-After-Ms}, {@code RateLimit}, {@code RateLimit-Reset}, {@code X-RateLimit-Reset} and the
   * like, and the longest of them counts. A 503 asks by {@code Retry-After} and {@code
   * Retry-After-Ms}.
   */
  @WithDefault("10m")
  Duration maxBackoff();

  /**
   * The first 429 of an episode multiplies the believed limit by this: over 0, at most 1. Each
   * further one until the delay ends takes one call more.
   */
  @WithDefault("0.9")
  double decreaseFactor();

  /** The part of the limit by which the believed limit grows in each window without a 429. */
  @WithDefault("0.01")
  double increaseRate();

  /**
   * How old the numbers of the {@code RateLimit} headers and of {@code GET /quota} may be: the
   * ledger is read once in this time. Those of an accept may be up to 5 s old.
   */
  @WithDefault("250ms")
  Duration snapshotAge();

  /**
   * Calls per window that differ from the upstream's table. 0 is unlimited. The plans are {@code
   * free}, {@code pro} and {@code enterprise}. The classes are {@code default} (polls, cancels,
   * assets), and {@code search.} and {@code index.} with {@code text}, {@code url} or {@code
   * upload}. In a variable the class is between {@code __} and {@code _}, as in {@code
   * ANTEROOM_QUOTA_LIMITS_PRO__INDEX_TEXT_}.
   */
  Map<String, Map<String, Integer>> limits();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.positive("window", window());
    ranges.atLeast(0, "burst", burst());
    ranges.atLeast(1, "max-in-flight", maxInFlight());
    double reserve = interactiveReserve();
    ranges.check(
        reserve >= 0 && reserve < 1,
        "interactive-reserve",
        "must be at least 0 and less than 1",
        reserve);
    ranges.positive("use-by", useBy());
    checkPart(ranges, "decrease-factor", decreaseFactor());
    checkPart(ranges, "increase-rate", increaseRate());
    ranges.notNegative("snapshot-age", snapshotAge());
  }

  private static void checkPart(SettingRanges ranges, String name, double value) {
    ranges.check(value > 0 && value <= 1, name, "must be over 0, at most 1", value);
  }

  /** The limit set for this plan and class, where one is set. */
  default OptionalInt limit(String plan, String endpointClass) {
    Integer limit = limits().getOrDefault(plan, Map.of()).get(endpointClass);
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
