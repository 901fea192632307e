package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A call that has been let in. Its body has not been read: the request is paused.
 *
 * @param settings those in force when it came
 */
record SandboxCall(RoutingContext http, SandboxCaller caller, SandboxSettings settings) {
  HttpServerRequest request() {
    return http.request();
  }

  String account() {
    return caller.account();
  }

  /** A part of the path. */
  String pathParam(String name) {
    return http.pathParam(name);
  }
}
