package io.anteroom.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Counts the connections to the public ports, closes those over the limit, and adds a {@link
 * ConnectionWatch} to the others. The management interface is not guarded. Thread-safe.
 */
@Singleton
public class ConnectionGuard implements HttpServerOptionsCustomizer {

  private static final Logger LOG = Logger.getLogger(ConnectionGuard.class);

  private final GuardSettings settings;
  private final MeterRegistry metrics;
  private final VertxInternal vertx;
  private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  public ConnectionGuard(GuardSettings settings, MeterRegistry metrics, Vertx vertx) {
    this.settings = settings;
    this.metrics = metrics;
    this.vertx = (VertxInternal) vertx;
    metrics.gauge("anteroom.http.connections", open, ChannelGroup::size);
    metrics.counter("anteroom.http.connections.refused"); // shows as 0 until there is one
    ConnectionWatch.register(metrics);
  }

  /**
   * Also switches off HTTP/2 in clear text, whatever the configuration says and even when the guard
   * is disabled: an upgrade to it makes the server hold the whole body of the upgrading request in
   * memory.
   */
  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setHttp2ClearTextEnabled(false);
    guard(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    guard(options);
  }

  /**
   * Accepts no new connections; those that are open stay open.
   *
   * @param maxWait how long to wait for the end of the open ones; returns as soon as all are closed
   */
  void closeListeners(Duration maxWait) {
    listeners.close();
    open.newCloseFuture().awaitUninterruptibly(maxWait.toMillis());
  }

  /**
   * Even when the guard is disabled: a stop needs the listening sockets ({@link ListenerDrain}).
   * Not in dev mode: a reload replaces our classes, and connections would keep the former ones.
   */
  private void guard(HttpServerOptions options) {
    if (LaunchMode.current().isDev()) {
      return;
    }
    if (vertx.transport() instanceof GuardedTransport transport) {
      transport.guard(options.getPort(), ListenerHandler::new);
    } else {
      LOG.warn(
          "connections are neither limited nor watched for slow callers, and a stop does not close"
              + " the ports first: Vert.x does not use the JDK's transport"
              + " (quarkus.vertx.prefer-native-transport)");
    }
  }

  /** Stands at a listening socket: what it reads are connections. */
  private final class ListenerHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelActive(ChannelHandlerContext context) {
      listeners.add(context.channel());
      context.fireChannelActive();
    }

    /** A connection was accepted, and nothing was read from it yet. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Channel connection = (Channel) message;
      if (settings.enabled() && open.size() >= settings.maxConnections()) {
        metrics.counter("anteroom.http.connections.refused").increment();
        connection.unsafe().closeForcibly();
        return;
      }
      open.add(connection);
      if (settings.enabled()) {
        ConnectionWatch.addTo(connection, settings, metrics);
      }
      context.fireChannelRead(connection);
    }
  }
}
