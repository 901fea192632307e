package io.anteroom.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What callers may do with their connections. */
@ConfigMapping(prefix = "anteroom.http.guard")
public interface GuardSettings {

  /**
   * Whether connections are guarded at all. Without it none is limited or watched, and a stop
   * closes ports and connections at the same time.
   */
  @WithDefault("true")
  boolean enabled();

  /** How many connections one replica may have open; each further one is closed at once. */
  @WithDefault("20000")
  int maxConnections();

  /**
   * How long the first request of a connection may take to arrive, up to the end of its head. The
   * time of the TLS handshake counts too.
   */
  @WithDefault("10s")
  Duration headTimeout();

  /** How long the head of the next request may take to arrive after a response. */
  @WithDefault("75s")
  Duration keepAlive();

  /** How often the speed of a body is measured; for so long it may be slower. */
  @WithDefault("30s")
  Duration bodyGrace();

  /** The minimum speed of a body, in bytes per second. */
  @WithDefault("1024")
  long bodyMinRate();
}
