package io.anteroom.metrics;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Metrics for Prometheus. */
@ConfigMapping(prefix = "anteroom.metrics")
public interface MetricsSettings extends RangedSettings {

  /**
   * For how long a replica shows the same values of the cluster, such as `anteroom_tasks`, before a
   * scrape reads them anew with one statement. Without a scrape nothing is read.
   */
  @WithDefault("10s")
  Duration refresh();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.positive("refresh", refresh());
  }
}
