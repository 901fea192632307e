package io.anteroom.quota;

import io.anteroom.async.NonNegativeDuration;
import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** How the upstream's limits are obeyed. */
@ConfigMapping(prefix = "anteroom.quota")
public interface QuotaSettings {

  /** Off only to show what happens without it: every permit is granted at once. */
  @WithDefault("true")
  boolean enabled();

  /** The time that a limit counts over. */
  @WithDefault("60s")
  @PositiveDuration
  Duration window();

  /**
   * How many calls an upstream bucket that is shallower than its limit takes at once; 0 where the
   * bucket is as deep as the limit.
   */
  @WithDefault("0")
  @Min(0)
  int burst();

  /** How many calls of one account and class may be in flight, whatever its plan. */
  @WithDefault("200")
  @Min(1)
  int maxInFlight();

  /** The part of {@code default} that polling reserves for cancel, assets and features. */
  @WithDefault("0.05")
  @DecimalMin("0")
  @DecimalMax(value = "1", inclusive = false)
  double interactiveReserve();

  /** How long after its grant a permit may still be used. */
  @WithDefault("5s")
  @PositiveDuration
  Duration useBy();

  /** How long calls are delayed after a 429 without {@code Retry-After}. */
  @WithDefault("5s")
  Duration defaultBackoff();

  /** The longest delay that a 429 can request. */
  @WithDefault("10m")
  Duration maxBackoff();

  /**
   * The first 429 of an episode multiplies the believed limit by this: over 0, at most 1. Each
   * further one until the delay ends takes one call more.
   */
  @WithDefault("0.9")
  @DecimalMin(value = "0", inclusive = false)
  @DecimalMax("1")
  double decreaseFactor();

  /** The part of the limit by which the believed limit grows in each window without a 429. */
  @WithDefault("0.01")
  @DecimalMin(value = "0", inclusive = false)
  @DecimalMax("1")
  double increaseRate();

  /**
   * How old the values of the {@code RateLimit} headers and of {@code GET /quota} may be: the
   * ledger is read once in this time. The headers of an accept may be up to 5 s old.
   */
  @WithDefault("250ms")
  @NonNegativeDuration
  Duration snapshotAge();

  /**
   * Calls per window that differ from the upstream's table: plan, then class, for example {@code
   * anteroom.quota.limits.pro."index.text"=400}; 0 means unlimited.
   */
  Map<String, Map<String, Integer>> limits();

  /** The limit set for this plan and class, where one is set. */
  default OptionalInt limit(String plan, String endpointClass) {
    Integer limit = limits().getOrDefault(plan, Map.of()).get(endpointClass);
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
