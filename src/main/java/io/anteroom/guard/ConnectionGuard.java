package io.anteroom.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Counts the connections to the public ports, closes those over the limit, and sets a {@link
 * ConnectionWatch} on the others. The management interface is not guarded. Thread-safe.
 */
@Singleton
public class ConnectionGuard implements HttpServerOptionsCustomizer {

  private static final Logger LOG = Logger.getLogger(ConnectionGuard.class);

  private final GuardSettings settings;
  private final MeterRegistry metrics;
  private final VertxInternal vertx;
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
  private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /** Only stores its parts. */
  public ConnectionGuard(GuardSettings settings, MeterRegistry metrics, Vertx vertx) {
    this.settings = settings;
    this.metrics = metrics;
    this.vertx = (VertxInternal) vertx;
    metrics.gauge("anteroom.http.connections", open, ChannelGroup::size);
    metrics.counter("anteroom.http.connections.refused"); // shows as 0 until there is one
  }

  /**
   * Without HTTP/2 in clear, however it is set: an upgrade to it makes the server hold the whole
   * body of the upgrading request in memory.
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

  /** Whether this is one of the ports that callers connect to. */
  boolean isPublic(int port) {
    return ports.contains(port);
  }

  /** What stands at the listening end of a port. */
  ChannelHandler door() {
    return new Door();
  }

  /**
   * Takes no new connections; those that are open go on.
   *
   * @param most how long to wait until they are closed too, not longer than needed
   */
  void closeDoors(Duration most) {
    listeners.close();
    open.newCloseFuture().awaitUninterruptibly(most.toMillis());
  }

  /** Not in dev mode: there connections outlive the classes that watch them. */
  private void guard(HttpServerOptions options) {
    if (LaunchMode.current().isDev()) {
      return;
    }
    if (vertx.transport() instanceof GuardedTransport transport) {
      ports.add(options.getPort());
      transport.guardWith(this);
    } else {
      LOG.warn(
          "connections are neither counted nor watched for slow callers: the transport is another"
              + " one than the JDK's (quarkus.vertx.prefer-native-transport)");
    }
  }

  private final class Door extends ChannelInboundHandlerAdapter {

    @Override
    public void channelActive(ChannelHandlerContext context) {
      listeners.add(context.channel());
      context.fireChannelActive();
    }

    /** A connection comes, before anything was read of it. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Channel connection = (Channel) message;
      if (open.size() >= settings.maxConnections()) {
        metrics.counter("anteroom.http.connections.refused").increment();
        connection.unsafe().closeForcibly();
        return;
      }
      open.add(connection);
      ConnectionWatch.set(connection, settings, metrics);
      context.fireChannelRead(connection);
    }
  }
}
