package io.anteroom.sandbox.upstream.http;

import io.vertx.core.http.HttpServerRequest;

/** The moment from which a body is read. */
final class BodyReadStart {
  private BodyReadStart() {}

  /**
   * Asks for the body of a request that was paused, in words too where the caller waits for them.
   */
  static void welcome(HttpServerRequest request) {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
  }
}
