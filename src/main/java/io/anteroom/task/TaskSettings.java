package io.anteroom.task;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** How tasks are kept and read. */
@ConfigMapping(prefix = "anteroom.task")
public interface TaskSettings extends RangedSettings {

  /**
   * Statuses of later upstream versions that end a task, and the status it ends with: {@code DONE},
   * {@code FAILED} or {@code CANCELLED}. Adds to those built in.
   */
  Map<String, TaskStatus> terminalStatuses();

  /** How long a task may run upstream, from its submit. Then it ends as FAILED. */
  @WithDefault("24h")
  Duration maxRunning();

  /**
   * How long a task is kept after its end, but never shorter than its idempotency key, nor while
   * its callback is pending. 0: for ever.
   */
  @WithDefault("30d")
  Duration retention();

  /** How many rows one transaction of the retention removes, at most. */
  @WithDefault("500")
  int retentionBatch();

  /**
   * Up to how many tasks the {@code total} of a list is counted, at least 1. Above that it is an
   * estimate, and says so. What a page costs grows with it.
   */
  @WithDefault("1000")
  int exactTotalLimit();

  /** How long the request of a task is kept after its end, for a retry. 0: as long as the task. */
  @WithDefault("24h")
  Duration requestRetention();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.positive("max-running", maxRunning());
    ranges.notNegative("retention", retention());
    ranges.atLeast(1, "retention-batch", retentionBatch());
    ranges.atLeast(1, "exact-total-limit", exactTotalLimit());
    ranges.notNegative("request-retention", requestRetention());
  }
}
