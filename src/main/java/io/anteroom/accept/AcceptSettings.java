package io.anteroom.accept;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.anteroom.task.retention.IdempotencyKeyRetention;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How tasks are accepted. */
@ConfigMapping(prefix = "anteroom.accept")
public interface AcceptSettings extends IdempotencyKeyRetention, RangedSettings {

  /**
   * How many tasks of a client may wait to be submitted, at least 1, where {@code
   * anteroom.clients.<name>.max-queued} does not say. Further accepts get 429 {@code queue-full}.
   * With several replicas, each may exceed this by what it accepts in a second, or by a sixteenth
   * of what was free at its last count.
   */
  @WithDefault("100000")
  int maxQueued();

  /**
   * How many accepts one statement writes, at most. Together they have at most 2 MiB; a larger one
   * goes alone.
   */
  @WithDefault("200")
  int tasksPerStatement();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.atLeast(1, "max-queued", maxQueued());
  }
}
