package io.anteroom.accept;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How tasks are accepted. */
@ConfigMapping(prefix = "anteroom.accept")
public interface AcceptSettings {

  /**
   * How many tasks of a client may wait to be submitted, at least 1, where {@code
   * anteroom.clients.<name>.max-queued} does not say; then accepts are refused.
   */
  @WithDefault("100000")
  @Min(1)
  int maxQueued();

  /** How many accepts one statement writes, at most. */
  @WithDefault("200")
  int tasksPerStatement();

  /** How long an idempotency key is remembered. */
  @WithDefault("24h")
  Duration idempotencyKeyRetention();
}
