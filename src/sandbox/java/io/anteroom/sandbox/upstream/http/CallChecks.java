package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.counters.Counters;
import io.anteroom.sandbox.upstream.faults.Chance;
import io.anteroom.sandbox.upstream.limits.AccountLimits;
import io.anteroom.sandbox.upstream.limits.ArrivalClock;
import io.anteroom.sandbox.upstream.settings.LiveSettings;
import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * What every call of the API passes through: delay, key, limits, faults.
 *
 * @param limits belongs to the event loop, as does the gate
 */
public record CallChecks(
    Vertx vertx,
    LiveSettings settings,
    ArrivalClock clock,
    Chance chance,
    AccountLimits limits,
    Counters counters) {

  /** Lets a call in as soon as its head is there. */
  void enter(RoutingContext http, SandboxEndpoint sandboxEndpoint, EndpointHandler handler) {
    // The body waits outside until the call has been let in.
    http.request().pause();
    new CallLifecycle(this, http, sandboxEndpoint, handler, settings.current()).start();
  }
}
