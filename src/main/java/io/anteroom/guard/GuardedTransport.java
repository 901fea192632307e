package io.anteroom.guard;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/** The transport of the JDK; servers that are opened once there is a guard are guarded by it. */
final class GuardedTransport extends JDKTransport {

  private volatile ConnectionGuard guard;

  void guardWith(ConnectionGuard connections) {
    guard = connections;
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    ConnectionGuard present = guard;
    if (present != null && present.isPublic(options.getPort())) {
      bootstrap.handler(present.door());
    }
  }
}
