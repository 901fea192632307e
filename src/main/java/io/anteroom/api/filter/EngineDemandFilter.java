package io.anteroom.api.filter;

import io.anteroom.async.LazyBean;
import io.anteroom.cluster.EngineDemand;
import io.anteroom.cluster.EngineSettings;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * In on-demand mode the engine runs while requests are open. Those without a known key do not
 * count, nor do those of ticks, which ask for the engine themselves.
 */
public class EngineDemandFilter {

  private final LazyBean<EngineSettings> settings;
  private final LazyBean<EngineDemand> demand;
  private final CurrentVertxRequest current;
  private final Caller caller;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  EngineDemandFilter(
      Instance<EngineSettings> settings,
      Instance<EngineDemand> demand,
      CurrentVertxRequest current,
      Caller caller) {
    this.settings = new LazyBean<>(settings);
    this.demand = new LazyBean<>(demand);
    this.current = current;
    this.caller = caller;
  }

  /** After the authentication. */
  @ServerRequestFilter(preMatching = true, priority = 2)
  public void count(ContainerRequestContext request) {
    if (settings.get().isOnDemand() && caller.known().isPresent()) {
      EngineDemand engine = demand.get();
      engine.begin();
      current.getCurrent().addEndHandler(ended -> engine.end());
    }
  }
}
