package io.anteroom.guard;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The transport of the JDK, which puts a handler of ours in front of the listening sockets of some
 * ports. Thread-safe.
 */
final class GuardedTransport extends JDKTransport {

  private final Map<Integer, Supplier<ChannelHandler>> guards = new ConcurrentHashMap<>();

  /** Guards a port whose server is not started yet. */
  void guard(int port, Supplier<ChannelHandler> guard) {
    guards.put(port, guard);
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    Supplier<ChannelHandler> guard = guards.get(options.getPort());
    if (guard != null) {
      bootstrap.handler(guard.get());
    }
  }
}
