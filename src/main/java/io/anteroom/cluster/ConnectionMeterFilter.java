package io.anteroom.cluster;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Leaves out gauges of the clients of PostgreSQL and Redis: they are registered for each connection
 * under one name, so that they would show the first connection only, and each start would warn.
 * Stateless.
 */
@Singleton
public class ConnectionMeterFilter implements MeterFilter {

  private static final Set<String> OF_A_CONNECTION =
      Set.of("postgresql.queue.size", "postgresql.current", "redis.queue.size", "redis.current");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return OF_A_CONNECTION.contains(id.getName())
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }
}
