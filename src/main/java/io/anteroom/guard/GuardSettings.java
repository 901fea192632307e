package io.anteroom.guard;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * The connection guard: it protects the public ports from slow callers and from too many
 * connections.
 */
@ConfigMapping(prefix = "anteroom.http.guard")
public interface GuardSettings extends RangedSettings {

  /**
   * Whether connections are guarded. Without it none is limited or watched, and the other settings
   * of the guard have no effect; a stop still closes the ports before the connections.
   */
  @WithDefault("true")
  boolean enabled();

  /** How many connections one replica may have open. Each further one is closed at once. */
  @WithDefault("20000")
  int maxConnections();

  /**
   * How long the first request of a connection may take to arrive, up to the end of its head. The
   * time of the TLS handshake counts too.
   */
  @WithDefault("10s")
  Duration headTimeout();

  /**
   * How long the head of the next request may take to arrive after a response. Make it longer than
   * the idle timeout of your load balancer.
   */
  @WithDefault("75s")
  Duration keepAlive();

  /** How often the speed of a body is measured. For so long it may be slower. */
  @WithDefault("30s")
  Duration bodyGrace();

  /** The minimum speed of a body, in bytes per second. The connection of a slower one is closed. */
  @WithDefault("1024")
  long bodyMinRate();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.atLeast(1, "max-connections", maxConnections());
    ranges.positive("head-timeout", headTimeout());
    ranges.positive("keep-alive", keepAlive());
    ranges.positive("body-grace", bodyGrace());
    ranges.atLeast(0, "body-min-rate", bodyMinRate());
  }
}
