package io.anteroom.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the service bears of its callers' connections. */
@ConfigMapping(prefix = "anteroom.http")
public interface GuardSettings {

  /** How many connections may be open at once on one replica; further ones are closed at once. */
  @WithDefault("20000")
  int maxConnections();

  /**
   * How long after a connection was opened its first request may take to arrive, up to the end of
   * its head; the TLS handshake counts too.
   */
  @WithDefault("10s")
  Duration headTimeout();

  /** How long after an answer the head of the next request may take to arrive. */
  @WithDefault("75s")
  Duration keepAlive();

  /** How often the speed of a body is looked at, and so how long it may be slower. */
  @WithDefault("30s")
  Duration bodyGrace();

  /** The least speed of a body, in bytes a second. */
  @WithDefault("1024")
  long bodyRate();

  /** How many header fields a request may have. */
  @WithDefault("100")
  int maxHeaders();

  /**
   * For how long a browser is told to come by HTTPS only, where it came by HTTPS; 0 to tell it
   * nothing.
   */
  @WithDefault("365d")
  Duration hsts();
}
