package io.anteroom.task;

import io.anteroom.async.NonNegativeDuration;
import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;

/** How tasks are kept and read. */
@ConfigMapping(prefix = "anteroom.task")
public interface TaskSettings {

  /**
   * Statuses of later upstream versions that end a task, and the status it ends with: {@code DONE},
   * {@code FAILED} or {@code CANCELLED}. Adds to those built in.
   */
  Map<String, TaskStatus> terminalStatuses();

  /** How long a task may run upstream, from its submit. Then it ends as FAILED. */
  @WithDefault("24h")
  @PositiveDuration
  Duration maxRunning();

  /**
   * How long a task is kept after its end, but never shorter than its idempotency key, nor while
   * its callback is pending. 0: for ever.
   */
  @WithDefault("30d")
  @NonNegativeDuration
  Duration retention();

  /** How many rows one transaction of the retention removes, at most. */
  @WithDefault("500")
  @Min(1)
  int retentionBatch();

  /**
   * Up to how many tasks the {@code total} of a list is counted, at least 1. Above that it is an
   * estimate, and says so. What a page costs grows with it.
   */
  @WithDefault("1000")
  @Min(1)
  int exactTotalLimit();

  /** How long the request of a task is kept after its end, for a retry. 0: as long as the task. */
  @WithDefault("24h")
  @NonNegativeDuration
  Duration requestRetention();
}
