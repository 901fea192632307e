package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.UpstreamSettings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A call that has been let in. Its body has not been read: the request is paused.
 *
 * @param settings those in force when it came
 */
record Call(RoutingContext http, Caller caller, UpstreamSettings settings) {
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
