package io.anteroom.cluster.database;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.impl.NetClientImpl;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The driver for PostgreSQL, with connections that are cut when nothing passes on them for a while.
 *
 * <p>The idle timeout that Vert.x has would not do: it closes politely, by the protocol, and then
 * waits for the server to close its side, which one that vanished never does. So the socket is
 * closed below the protocol; whatever was under way fails at once. Thread-safe.
 */
final class SilentConnectionDriver extends PgDriver {

  private static final Logger LOG = Logger.getLogger(SilentConnectionDriver.class);

  private final Duration max;

  /**
   * @param max how long nothing may be read or written
   */
  SilentConnectionDriver(Duration max) {
    this.max = max;
  }

  @Override
  public ConnectionFactory createConnectionFactory(
      Vertx vertx, Supplier<? extends Future<? extends SqlConnectOptions>> servers) {
    return new WatchedFactory((VertxInternal) vertx, servers);
  }

  private final class WatchedFactory extends PgConnectionFactory {

    private NetClient client;

    private WatchedFactory(
        VertxInternal vertx, Supplier<? extends Future<? extends SqlConnectOptions>> servers) {
      super(vertx, servers);
    }

    /** The options are those of the pool, whichever of its servers is connected to. */
    @Override
    protected synchronized NetClient netClient(NetClientOptions options) {
      if (client == null) {
        NetClientOptions own = new NetClientOptions(options).setReconnectAttempts(0);
        if (own.getHostnameVerificationAlgorithm() == null) {
          own.setHostnameVerificationAlgorithm("");
        }
        client = new WatchedClient(vertx, own, clientCloseFuture);
      }
      return client;
    }
  }

  private final class WatchedClient extends NetClientImpl {

    private WatchedClient(VertxInternal vertx, NetClientOptions options, CloseFuture closing) {
      super(vertx, null, options, closing);
    }

    @Override
    protected void initChannel(ChannelPipeline pipeline) {
      super.initChannel(pipeline);
      pipeline.addLast("silence", new SilenceHandler());
    }
  }

  private final class SilenceHandler extends IdleStateHandler {

    private SilenceHandler() {
      super(0, 0, max.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From here, below the protocol's handlers, the socket itself is closed. */
    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      LOG.debugf("nothing passed on %s for %d ms: closed", context.channel(), max.toMillis());
      context.close();
    }

    /**
     * Hands on why a TLS handshake failed. The driver forgets it, and only says that the connection
     * was closed.
     */
    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      SslHandler tls = context.pipeline().get(SslHandler.class);
      if (tls != null && tls.handshakeFuture().cause() != null) {
        context.fireExceptionCaught(tls.handshakeFuture().cause());
      }
      super.channelInactive(context);
    }
  }
}
