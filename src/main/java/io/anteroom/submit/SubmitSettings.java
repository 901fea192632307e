package io.anteroom.submit;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tasks are submitted. */
@ConfigMapping(prefix = "anteroom.submit")
public interface SubmitSettings extends RangedSettings {

  /** How many tasks one transaction marks for submit, at most. */
  @WithDefault("100")
  int batchSize();

  /** The first wait after a submit that could not be sent. It doubles up to 32 times this. */
  @WithDefault("250ms")
  Duration firstBackoff();

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
