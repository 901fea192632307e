package io.anteroom.passthrough;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The responses to searches that are kept in Redis for a moment. */
@ConfigMapping(prefix = "anteroom.search.cache")
public interface SearchCacheSettings extends RangedSettings {

  /**
   * How long a response is used again for the same search of the same client, without a permit. 0:
   * never. Needs {@code REDIS_URL}.
   */
  @WithDefault("0s")
  Duration ttl();

  /** The largest response that is kept, in bytes. */
  @WithDefault("262144")
  int maxEntrySize();

  /** How long a search waits for Redis before it goes on without. */
  @WithDefault("100ms")
  Duration timeout();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.notNegative("ttl", ttl());
    ranges.atLeast(1, "max-entry-size", maxEntrySize());
    ranges.positive("timeout", timeout());
  }
}
