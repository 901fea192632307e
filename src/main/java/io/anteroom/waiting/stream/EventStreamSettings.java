package io.anteroom.waiting.stream;

import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;

/** Event streams. */
@ConfigMapping(prefix = "anteroom.events")
public interface EventStreamSettings {

  /**
   * After this long without an event a stream sends a comment, so that no proxy closes it. At most
   * 5 minutes.
   */
  @WithDefault("15s")
  @PositiveDuration
  @DurationMax(minutes = 5, message = "must be at most 5 minutes")
  Duration heartbeat();

  /** A reader that takes nothing for this long is dropped. */
  @WithDefault("30s")
  @PositiveDuration
  Duration writeTimeout();

  /** How many streams one client or operator may have open on one replica. */
  @WithDefault("100")
  @Min(1)
  int maxPerClient();
}
