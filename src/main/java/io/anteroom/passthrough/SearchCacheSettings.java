package io.anteroom.passthrough;

import io.anteroom.async.NonNegativeDuration;
import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The responses to searches that are kept in Redis for a moment. */
@ConfigMapping(prefix = "anteroom.search.cache")
public interface SearchCacheSettings {

  /**
   * How long a response is used again for the same search of the same client, without a permit. 0:
   * never. Needs {@code REDIS_URL}.
   */
  @WithDefault("0s")
  @NonNegativeDuration
  Duration ttl();

  /** The largest response that is kept, in bytes. */
  @WithDefault("262144")
  @Min(1)
  int maxEntrySize();

  /** How long a search waits for Redis before it goes on without. */
  @WithDefault("100ms")
  @PositiveDuration
  Duration timeout();
}
