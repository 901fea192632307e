package io.anteroom.guard;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Gives Vert.x a transport that can be guarded. Neither Vert.x nor Quarkus lets one see a
 * connection before its first request is complete, which is when a slow caller has long won.
 */
public class GuardedTransportProvider implements VertxServiceProvider {

  @Override
  public void init(VertxBuilder builder) {
    if (builder.findTransport() == JDKTransport.INSTANCE) {
      builder.findTransport(new GuardedTransport());
    }
  }
}
