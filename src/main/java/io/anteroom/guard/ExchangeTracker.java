package io.anteroom.guard;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells the {@link ConnectionWatch} of a connection when an exchange begins and ends. */
@Singleton
public class ExchangeTracker {

  private static final int FIRST = 3000;

  void register(@Observes Filters filters) {
    filters.register(this::track, FIRST);
  }

  private void track(RoutingContext context) {
    ConnectionWatch watch = watch(context.request());
    if (watch != null) {
      watch.began();
      context.addEndHandler(ended -> watch.ended());
    }
    context.next();
  }

  private static ConnectionWatch watch(HttpServerRequest request) {
    return request.connection() instanceof ConnectionBase connection
        ? ConnectionWatch.of(connection.channel())
        : null;
  }
}
