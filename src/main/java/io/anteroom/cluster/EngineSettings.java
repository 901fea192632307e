package io.anteroom.cluster;

import io.anteroom.async.NonNegativeDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The engine: what submits, polls, checks and delivers, beside the requests. */
@ConfigMapping(prefix = "anteroom.engine")
public interface EngineSettings {

  /** When the engine runs. */
  @WithDefault("always")
  EngineMode mode();

  /**
   * On demand: how long the engine goes on after the last request, and how far ahead {@code POST
   * /engine/tick} waits for what is due. 0 where the platform takes the CPU away at once.
   */
  @WithDefault("5s")
  @NonNegativeDuration
  Duration linger();

  /** The longest time that a caller of {@code POST /engine/tick} can give. */
  @WithDefault("60s")
  @DurationMin(seconds = 1, message = "must be at least 1 second")
  Duration maxTick();

  /**
   * On demand: the longest that a request may be open, shorter than the timeout of the platform.
   * Waits and event streams end by then, and no {@code Retry-After} is longer.
   */
  @WithDefault("590s")
  @DurationMin(seconds = 1, message = "must be at least 1 second")
  Duration maxRequest();

  /** Whether the engine runs on demand only. */
  default boolean isOnDemand() {
    return mode() == EngineMode.ON_DEMAND;
  }

  /** This duration, or the longest that a request may be open if that is shorter. */
  default Duration withinRequest(Duration duration) {
    return isOnDemand() && duration.compareTo(maxRequest()) > 0 ? maxRequest() : duration;
  }
}
