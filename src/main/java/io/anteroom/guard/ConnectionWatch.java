package io.anteroom.guard;

import io.anteroom.async.http.VertxPipelines;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Watches one connection. Closes it when its caller takes too long for the head of a request, for
 * the next request, or for a body ({@link BodyPace}), and when it sends too many requests ahead of
 * the responses ({@link PipelineLimit}). An idle timeout is not enough, since a byte now and then
 * is not idle. While a response is prepared, streamed or waited for, the caller may send nothing.
 *
 * <p>Used on the event loop of its connection only. It keeps one timer for all times: when the
 * timer fires, it checks which of them is over. So a request does not cost a timer.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<ConnectionWatch> KEY =
      AttributeKey.valueOf(ConnectionWatch.class, "watch");

  private final GuardSettings settings;
  private final MeterRegistry metrics;
  private Channel channel;
  private BodyPace body;
  private int exchanges;
  private boolean first = true;
  private long headDue;
  private long unsent;
  private Future<?> timer;
  private long timerDue;

  private ConnectionWatch(GuardSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    this.metrics = metrics;
  }

  /** So that each reason shows as 0 until there is one. */
  static void register(MeterRegistry metrics) {
    List.of("head", "idle", "body", "pipeline").forEach(reason -> closed(metrics, reason));
  }

  private static Counter closed(MeterRegistry metrics, String reason) {
    return metrics.counter("anteroom.http.connections.closed", "reason", reason);
  }

  /** Adds a watch to a connection from which nothing was read yet. */
  static void addTo(Channel connection, GuardSettings settings, MeterRegistry metrics) {
    ConnectionWatch watch = new ConnectionWatch(settings, metrics);
    connection.attr(KEY).set(watch);
    connection.pipeline().addLast(watch);
  }

  static ConnectionWatch of(Channel connection) {
    return connection.attr(KEY).get();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
    awaitHead(settings.headTimeout().toNanos());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
    context.fireChannelInactive();
  }

  /**
   * Vert.x adds the handlers of HTTP before the first byte, and with TLS during the read that ends
   * the handshake. An exchange may begin some time after its request was read, since the names of
   * trusted proxies are resolved in between.
   */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    watchHttp(false);
    context.fireChannelRead(message);
    watchHttp(false);
  }

  /** The head of a request has arrived. */
  void began() {
    first = false;
    exchanges++;
    watchHttp(true); // with TLS the first request can come in the read that ends the handshake
    checkIn(settings.bodyGrace().toNanos());
  }

  /** The response to a request is complete, or will never be. */
  void ended() {
    exchanges--;
    awaitHead(settings.keepAlive().toNanos());
  }

  private void watchHttp(boolean receiving) {
    ChannelPipeline handlers = channel.pipeline();
    if (body != null
        || handlers.get(VertxPipelines.DECODER) == null
        || handlers.get(VertxPipelines.CONNECTION) == null) {
      return;
    }
    body = new BodyPace(channel, settings, receiving, System.nanoTime());
    PipelineLimit limit = new PipelineLimit(() -> close("pipeline"));
    handlers
        .addBefore(VertxPipelines.CONNECTION, null, limit)
        .addBefore(VertxPipelines.CONNECTION, null, body);
  }

  private void awaitHead(long nanos) {
    headDue = System.nanoTime() + nanos;
    checkIn(nanos);
  }

  private void check() {
    timer = null;
    long now = System.nanoTime();
    if (isReceiving()) {
      checkBody(now);
    }
    if (exchanges == 0) {
      checkHead(now);
    }
  }

  private boolean isReceiving() {
    return body != null && body.isReceiving();
  }

  private void checkBody(long now) {
    if (body.isTooSlow(now)) {
      close("body");
    } else {
      checkIn(settings.bodyGrace().toNanos());
    }
  }

  /** A body that still arrives after its response gives its caller no more time. */
  private void checkHead(long now) {
    if (headDue - now > 0) {
      checkIn(headDue - now);
    } else if (isSending()) {
      awaitHead(settings.keepAlive().toNanos());
    } else if (isReceiving()) {
      close("body");
    } else {
      close(first ? "head" : "idle");
    }
  }

  /** Whether a part of the last response has left since the last call of this method. */
  private boolean isSending() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    long before = unsent;
    unsent = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    return unsent > 0 && unsent != before;
  }

  private void close(String reason) {
    if (!channel.isActive()) {
      return;
    }
    closed(metrics, reason).increment();
    channel.close();
  }

  private void checkIn(long nanos) {
    if (!channel.isActive()) {
      return;
    }
    long due = System.nanoTime() + nanos;
    if (timer != null && timerDue - due <= 0) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerDue = due;
    timer = channel.eventLoop().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
  }
}
