package io.anteroom.callback.destination;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * Where callbacks may go. Link-local, metadata, multicast and reserved addresses are never called.
 */
@ConfigMapping(prefix = "anteroom.callbacks")
public interface DestinationSettings {

  /** Whether callbacks may go to plain http. */
  @WithDefault("false")
  boolean allowHttp();

  /** Whether they may go to this machine. */
  @WithDefault("false")
  boolean allowLoopback();

  /**
   * Whether they may go to private networks (RFC 1918, 100.64.0.0/10, fc00::/7, fec0::/10), as
   * inside of a cluster. Of responses from there only the status is kept. Without {@code
   * allow-hosts} or {@code allow-networks} every client can then reach all of them, and the start
   * logs a warning.
   */
  @WithDefault("false")
  boolean allowPrivate();

  /**
   * Suffixes of host names, in whole labels: {@code example.com} includes {@code a.example.com}. If
   * any are given, other hosts are refused, and bare addresses too. A name that IDNA 2003 and IDNA
   * 2008 read differently, such as {@code faß.de}, must be written in ASCII ({@code
   * xn--fa-hia.de}).
   */
  Optional<List<String>> allowHosts();

  /** Suffixes of host names that are refused. */
  Optional<List<String>> denyHosts();

  /**
   * Networks as {@code address/bits}. If any are given, addresses outside of them are refused. This
   * only restricts: private ones need {@code allow-private} too.
   */
  Optional<List<String>> allowNetworks();

  /** Networks as {@code address/bits} that are refused. */
  Optional<List<String>> denyNetworks();
}
