package io.anteroom.cluster;

import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas share the work on tasks. */
@ConfigMapping(prefix = "anteroom.cluster")
public interface ClusterSettings {

  /**
   * Whether this replica works on tasks. If not, it accepts them and responds to requests, and
   * other replicas submit, poll and deliver.
   */
  @WithDefault("true")
  boolean work();

  /** How often a replica asks the database what is due, in case no hint arrived. */
  @WithDefault("1s")
  @PositiveDuration
  Duration tick();

  /** How long a replica that gives no sign of life keeps the tasks that it submits. */
  @WithDefault("10s")
  Duration lease();
}
