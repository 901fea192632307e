package io.anteroom.task;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** How tasks are kept and read. */
@ConfigMapping(prefix = "anteroom.task")
public interface TaskSettings {

  /**
   * Statuses of the upstream, beside DONE and FAILED, that end a task, and the status it ends with:
   * DONE, FAILED or CANCELLED. Adds to the words built in.
   */
  Map<String, TaskStatus> terminalWords();

  /** How long an idempotency key is remembered. */
  @WithDefault("24h")
  Duration idempotencyKeyLife();

  /** How long a task may run upstream, from its submit; then it ends as FAILED. */
  @WithDefault("24h")
  Duration maxRunning();

  /** How long a task is kept after its end, at least as long as a key; 0 is for ever. */
  @WithDefault("30d")
  Duration retention();

  /** How many rows one statement of the retention removes at the most. */
  @WithDefault("500")
  int retentionBatch();

  /**
   * Up to how many tasks the total of a list is counted, at least 1; above it is a guess. What a
   * page costs grows with it.
   */
  @WithDefault("1000")
  int exactTotal();

  /**
   * How many tasks of a client may wait to be submitted, at least 1, where {@code
   * anteroom.clients.<name>.max-queued} does not say; then accepts are refused.
   */
  @WithDefault("100000")
  int maxQueued();

  /** How many accepts one statement writes at the most. */
  @WithDefault("200")
  int acceptsPerStatement();

  /**
   * How long the request of a task is kept after its end, for a retry; 0 keeps it as long as the
   * task.
   */
  @WithDefault("24h")
  Duration keepRequest();
}
