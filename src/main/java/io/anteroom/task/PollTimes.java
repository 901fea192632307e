package io.anteroom.task;

import io.anteroom.async.NonNegativeDuration;
import io.anteroom.async.PositiveDuration;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Times of polling that other packages than {@code poll} need too. They are settings below {@code
 * anteroom.poll}, and part of its mapping.
 */
public interface PollTimes {

  /** The first poll comes no sooner than this after the submit. */
  @WithDefault("100ms")
  @NonNegativeDuration
  Duration firstAfter();

  /** While there are enough permits, polls of a task are no further apart. */
  @WithDefault("30s")
  @PositiveDuration
  Duration maxInterval();

  /** How long a new task may be missing on the list before it is polled alone. */
  @WithDefault("10s")
  Duration listLag();
}
