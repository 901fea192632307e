package io.anteroom.cluster;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Leaves out gauges that are registered several times under one name: those of the clients of
 * PostgreSQL and Redis for each connection, those of open connections and requests for each HTTP
 * server. They would show the first one only, and each start would warn. Stateless.
 */
@Singleton
public class ConnectionMeterFilter implements MeterFilter {

  private static final Set<String> REGISTERED_AGAIN =
      Set.of(
          "postgresql.queue.size",
          "postgresql.current",
          "redis.queue.size",
          "redis.current",
          "http.server.active.connections",
          "http.server.active.requests");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return REGISTERED_AGAIN.contains(id.getName())
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }
}
