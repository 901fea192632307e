package io.anteroom.guard;

import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What callers may do with their connections. */
@ConfigMapping(prefix = "anteroom.http.guard")
public interface GuardSettings {

  /**
   * Whether connections are guarded. Without it none is limited or watched; a stop still closes the
   * ports first.
   */
  @WithDefault("true")
  boolean enabled();

  /** How many connections one replica may have open; each further one is closed at once. */
  @WithDefault("20000")
  @Min(1)
  int maxConnections();

  /**
   * How long the first request of a connection may take to arrive, up to the end of its head. The
   * time of the TLS handshake counts too.
   */
  @WithDefault("10s")
  @PositiveDuration
  Duration headTimeout();

  /** How long the head of the next request may take to arrive after a response. */
  @WithDefault("75s")
  @PositiveDuration
  Duration keepAlive();

  /** How often the speed of a body is measured; for so long it may be slower. */
  @WithDefault("30s")
  @PositiveDuration
  Duration bodyGrace();

  /** The minimum speed of a body, in bytes per second. */
  @WithDefault("1024")
  @Min(0)
  long bodyMinRate();
}
