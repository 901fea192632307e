package io.anteroom.cluster;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas share the work on tasks. */
@ConfigMapping(prefix = "anteroom.cluster")
public interface ClusterSettings extends RangedSettings {

  /**
   * Whether this replica works on tasks. If not, it only accepts and answers, and other replicas
   * submit, poll and deliver callbacks.
   */
  @WithDefault("true")
  boolean work();

  /**
   * How often a replica asks the database what is due, in case no hint arrived. A value below a
   * second runs at twice its time.
   */
  @WithDefault("1s")
  Duration tick();

  /** How long a replica owns a submit without renewing its lease. */
  @WithDefault("10s")
  Duration lease();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.positive("tick", tick());
  }
}
