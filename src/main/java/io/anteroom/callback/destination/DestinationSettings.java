package io.anteroom.callback.destination;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Where callbacks may go. */
@ConfigMapping(prefix = "anteroom.callbacks")
public interface DestinationSettings {

  /** Whether plain http is allowed; for the sandbox and tests. */
  @WithDefault("false")
  boolean allowHttp();

  /** Whether loopback addresses are allowed; for the sandbox and tests. */
  @WithDefault("false")
  boolean allowLoopback();

  /** Whether private address ranges are allowed, as inside of a cluster. */
  @WithDefault("false")
  boolean allowPrivate();

  /** Suffixes of host names; where any is given, others are refused. */
  Optional<List<String>> allowHosts();

  /** Suffixes of host names that are refused. */
  Optional<List<String>> denyHosts();

  /** Networks (CIDR); where any is given, addresses outside of them are refused. */
  Optional<List<String>> allowNetworks();

  /** Networks (CIDR) that are refused. */
  Optional<List<String>> denyNetworks();
}
