package io.anteroom.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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
  Duration window();

  /**
   * How many calls an upstream bucket that is shallower than its limit takes at once; 0 where the
   * bucket is as deep as the limit.
   */
  @WithDefault("0")
  int burst();

  /** How many calls of one account and class may be under way at once, whatever its plan. */
  @WithDefault("200")
  int maxInFlight();

  /** The part of {@code default} that polling leaves for cancel, assets and features. */
  @WithDefault("0.05")
  double interactiveReserve();

  /** How long after its grant a permit may still be used. */
  @WithDefault("5s")
  Duration useBy();

  /** A pause after a 429 that does not say when to come back. */
  @WithDefault("5s")
  Duration pause();

  /** The longest pause that a 429 can ask for. */
  @WithDefault("10m")
  Duration maxPause();

  /**
   * What the first 429 of an episode leaves of the limit that is believed in: over 0, at most 1.
   * Each further one until the pause ends takes one call more.
   */
  @WithDefault("0.9")
  double believedFactor();

  /** The part of the limit that is believed in again after each window without a 429. */
  @WithDefault("0.01")
  double believedRise();

  /** How old what the headers {@code RateLimit} tell may be: one read of the ledger for so long. */
  @WithDefault("250ms")
  Duration snapshot();

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
