package io.anteroom.sandbox.upstream.control;

import io.anteroom.sandbox.upstream.http.ResponseWriter;
import io.anteroom.sandbox.upstream.http.SandboxResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;

/** Keeps all but this machine away from the controls, which need no key. */
final class LoopbackOnly {
  private LoopbackOnly() {}

  static void check(RoutingContext http) {
    if (isLoopback(http.request().remoteAddress())) {
      http.next();
    } else {
      ResponseWriter.write(http.request(), SandboxResponse.error(403, "only from this machine"));
    }
  }

  private static boolean isLoopback(SocketAddress remote) {
    // An address literal, so nothing is looked up here.
    return new InetSocketAddress(remote.hostAddress(), 0).getAddress().isLoopbackAddress();
  }
}
