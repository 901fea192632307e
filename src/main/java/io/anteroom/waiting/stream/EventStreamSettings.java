package io.anteroom.waiting.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Event streams. */
@ConfigMapping(prefix = "anteroom.events")
public interface EventStreamSettings {

  /**
   * After this long without an event a stream sends a comment, so that no proxy closes it; at most
   * 5 minutes.
   */
  @WithDefault("15s")
  Duration heartbeat();

  /** A reader that takes nothing for this long is dropped. */
  @WithDefault("30s")
  Duration writeTimeout();

  /** How many streams one client may have open on one replica. */
  @WithDefault("100")
  int maxPerClient();
}
