package io.anteroom.task;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Times of submitting that other packages than {@code submit} need too. They are settings below
 * {@code anteroom.submit}, and part of its mapping.
 */
public interface SubmitTimes extends RangedSettings {

  /**
   * How long a submit is repeated, less and less often, while every response to it is a 3xx or 4xx
   * that is not in the upstream's error format (an HTML page, plain text, nothing). Such a response
   * comes from an intermediary (a proxy or an ingress). Then the task ends as FAILED.
   */
  @WithDefault("1h")
  Duration intermediaryGrace();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.positive("intermediary-grace", intermediaryGrace());
  }
}
