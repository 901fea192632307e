package io.anteroom.upload;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Says whether the spool can be used, and how much it holds. */
@Singleton
public class SpoolMetrics {

  void register(@Observes StartupEvent event, Spool spool, MeterRegistry metrics) {
    metrics.gauge("anteroom.spool.bytes", spool, Spool::usedBytes);
    metrics.gauge("anteroom.spool.unavailable", spool, s -> s.isThere() ? 0 : 1);
  }
}
