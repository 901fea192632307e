package io.anteroom.guard;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Gives Vert.x a transport that can be guarded. Vert.x and Quarkus show a connection only when its
 * first request is complete, and that is too late: a slow caller never completes it.
 */
public class GuardedTransportProvider implements VertxServiceProvider {

  @Override
  public void init(VertxBuilder builder) {
    if (builder.findTransport() == JDKTransport.INSTANCE) {
      builder.findTransport(new GuardedTransport());
    }
  }
}
