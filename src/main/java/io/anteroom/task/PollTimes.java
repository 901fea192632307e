package io.anteroom.task;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Times of polling that other packages than {@code poll} need too. They are settings below {@code
 * anteroom.poll}, and part of its mapping.
 */
public interface PollTimes extends RangedSettings {

  /** The first poll comes no sooner than this after the submit. */
  @WithDefault("100ms")
  Duration firstAfter();

  /** While there are enough permits, polls of a task are no further apart. */
  @WithDefault("30s")
  Duration maxInterval();

  /** How long a new task may be missing on the list before it is polled alone. */
  @WithDefault("10s")
  Duration listLag();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.notNegative("first-after", firstAfter());
    ranges.positive("max-interval", maxInterval());
  }
}
