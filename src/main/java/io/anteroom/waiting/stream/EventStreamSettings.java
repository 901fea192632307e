package io.anteroom.waiting.stream;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Event streams. */
@ConfigMapping(prefix = "anteroom.events")
public interface EventStreamSettings extends RangedSettings {

  /**
   * After this long without an event a stream sends a comment, so that no proxy closes it. At most
   * 5 minutes.
   */
  @WithDefault("15s")
  Duration heartbeat();

  /** A reader that takes nothing for this long is dropped. */
  @WithDefault("30s")
  Duration writeTimeout();

  /** How many streams one client or operator may have open on one replica. */
  @WithDefault("100")
  int maxPerClient();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.positive("heartbeat", heartbeat());
    ranges.atMost(Duration.ofMinutes(5), "heartbeat", heartbeat());
    ranges.positive("write-timeout", writeTimeout());
    ranges.atLeast(1, "max-per-client", maxPerClient());
  }
}
