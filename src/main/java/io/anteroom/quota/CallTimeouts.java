package io.anteroom.quota;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How long upstream calls may take, for who waits until those under way have ended. Settings below
 * {@code anteroom.upstream}, and part of its mapping.
 */
public interface CallTimeouts {

  /** The longest time to open a connection. */
  @WithDefault("3s")
  Duration connectTimeout();
}
