package io.anteroom.guard;

import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * The connection guard: it protects the public ports from slow callers and from too many
 * connections.
 */
@ConfigMapping(prefix = "anteroom.http.guard")
public interface GuardSettings {

  /**
   * Whether connections are guarded. Without it none is limited or watched, and the other settings
   * of the guard have no effect; a stop still closes the ports before the connections.
   */
  @WithDefault("true")
  boolean enabled();

  /** How many connections one replica may have open. Each further one is closed at once. */
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

  /**
   * How long the head of the next request may take to arrive after a response. Make it longer than
   * the idle timeout of your load balancer.
   */
  @WithDefault("75s")
  @PositiveDuration
  Duration keepAlive();

  /** How often the speed of a body is measured. For so long it may be slower. */
  @WithDefault("30s")
  @PositiveDuration
  Duration bodyGrace();

  /** The minimum speed of a body, in bytes per second. The connection of a slower one is closed. */
  @WithDefault("1024")
  @Min(0)
  long bodyMinRate();
}
