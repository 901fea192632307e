package io.anteroom.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Shows the version of this replica, which is that of the pom, as a metric: a rolling update has
 * replicas of two versions. Immutable, thread-safe.
 */
@Singleton
class BuildInfo {

  private final String version;

  BuildInfo(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  void register(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("anteroom.build.info", () -> 1).tag("version", version).register(metrics);
  }
}
