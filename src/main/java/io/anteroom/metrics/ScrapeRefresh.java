package io.anteroom.metrics;

import io.anteroom.async.CallerContext;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Before a scrape of the metrics the state of the cluster is read, so that gauges only look at what
 * is in memory, and no thread waits for the database. Thread-safe.
 */
@Singleton
class ScrapeRefresh {

  private static final int BEFORE_OTHERS = -1;

  private final ClusterStateCache state;

  ScrapeRefresh(ClusterStateCache state) {
    this.state = state;
  }

  void register(@Observes ManagementInterface management) {
    management.router().route().order(BEFORE_OTHERS).handler(this::handle);
  }

  private void handle(RoutingContext request) {
    if (request.normalizedPath().endsWith("/metrics")) {
      state
          .refresh()
          .emitOn(CallerContext.executor())
          .subscribe()
          .with(done -> request.next(), request::fail);
    } else {
      request.next();
    }
  }
}
