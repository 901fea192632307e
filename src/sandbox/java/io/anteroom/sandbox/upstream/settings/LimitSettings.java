package io.anteroom.sandbox.upstream.settings;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many calls an account may make.
 *
 * @param method how a window is counted
 * @param windowMs length of the window in milliseconds, at least 1; the seed's is a minute
 * @param bucketDepth tokens that a bucket holds; null: as many as the limit. For TOKEN_BUCKET only
 * @param refusal the headers of a 429
 * @param plans calls per window, each at least 1, by plan and class; a class that is absent is
 *     unlimited (source: seed, "Rate Limit")
 */
public record LimitSettings(
    CountingMethod method,
    long windowMs,
    Integer bucketDepth,
    RateLimitStyle refusal,
    Map<SandboxPlan, Map<SandboxEndpointClass, Integer>> plans) {

  public LimitSettings {
    SettingChecks.present("limits.method", method);
    SettingChecks.present("limits.refusal", refusal);
    SettingChecks.present("limits.plans", plans);
    SettingChecks.atLeast("limits.window_ms", windowMs, 1);
    if (bucketDepth != null) {
      SettingChecks.atLeast("limits.bucket_depth", bucketDepth, 1);
    }
    plans.values().stream()
        .flatMap(table -> table.values().stream())
        .forEach(limit -> SettingChecks.atLeast("a limit", limit, 1));
  }

  /** The seed's table, by fixed windows of a minute, with {@code Retry-After} in seconds. */
  public static LimitSettings seed() {
    return new LimitSettings(
        CountingMethod.FIXED_WINDOW,
        60_000,
        null,
        RateLimitStyle.RETRY_AFTER_SECONDS,
        new EnumMap<>(
            Map.of(
                SandboxPlan.FREE, table(10, 10, 10, 10, 10, 10, 10),
                SandboxPlan.PRO, table(60, 200, 120, 60, 200, 120, 120),
                SandboxPlan.ENTERPRISE, Map.of())));
  }

  /** Calls per window for that plan and class, or null where they are unlimited. */
  public Integer limit(SandboxPlan plan, SandboxEndpointClass sandboxEndpointClass) {
    return plans.getOrDefault(plan, Map.of()).get(sandboxEndpointClass);
  }

  /** With another way of counting. */
  public LimitSettings withMethod(CountingMethod value) {
    return new LimitSettings(value, windowMs, bucketDepth, refusal, plans);
  }

  /** With windows of that many milliseconds, at least 1. */
  public LimitSettings withWindowMs(long value) {
    return new LimitSettings(method, value, bucketDepth, refusal, plans);
  }

  /** With buckets of that many tokens; null: as many as the limit. */
  public LimitSettings withBucketDepth(Integer value) {
    return new LimitSettings(method, windowMs, value, refusal, plans);
  }

  /** With other headers on a 429. */
  public LimitSettings withRefusal(RateLimitStyle value) {
    return new LimitSettings(method, windowMs, bucketDepth, value, plans);
  }

  private static Map<SandboxEndpointClass, Integer> table(Integer... inOrderOfTheSeed) {
    var table = new EnumMap<SandboxEndpointClass, Integer>(SandboxEndpointClass.class);
    for (SandboxEndpointClass row : SandboxEndpointClass.values()) {
      table.put(row, inOrderOfTheSeed[row.ordinal()]);
    }
    return table;
  }
}
