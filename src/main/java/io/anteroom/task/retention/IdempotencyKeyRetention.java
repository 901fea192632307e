package io.anteroom.task.retention;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How long idempotency keys are kept: no task is removed before. A setting below {@code
 * anteroom.accept}, and part of its mapping.
 */
public interface IdempotencyKeyRetention {

  /** How long an idempotency key is remembered. */
  @WithDefault("24h")
  Duration idempotencyKeyRetention();
}
