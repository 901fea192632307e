package io.anteroom.bulk;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bulk actions of operators. */
@ConfigMapping(prefix = "anteroom.bulk")
public interface BulkActionSettings extends RangedSettings {

  /** How many tasks a bulk action takes in hand at once, 1 to 1000. A stop waits for these. */
  @WithDefault("100")
  int batch();

  /** How long it rests after each of these batches. */
  @WithDefault("200ms")
  Duration pause();

  /** How many tasks the filter of a bulk action may find, at most 10000000. More are refused. */
  @WithDefault("100000")
  int maxTasks();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.between(1, 1000, "batch", batch());
    ranges.positive("pause", pause());
    ranges.between(1, 10_000_000, "max-tasks", maxTasks());
  }
}
