package io.anteroom.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Watches the pace of one connection, and closes it where its caller takes too long: for the head
 * of a request, for the next one, or for a body ({@link BodyPace}), or asks too far ahead ({@link
 * PipelineLimit}). A timeout of silence would not do, since a byte now and then is no silence.
 * While an answer is being made, or streamed, or waited for, the caller may be as silent as it
 * likes.
 *
 * <p>Only used on the event loop of its connection. It keeps one timer, which looks at what it was
 * set for when it fires, so that a request does not cost one.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<ConnectionWatch> KEY =
      AttributeKey.valueOf(ConnectionWatch.class, "watch");

  /** Vert.x's names of its own handlers. */
  private static final String DECODER = "httpDecoder";

  private static final String CONNECTION = "handler";

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

  /** Sets a watch on a connection of which nothing was read yet. */
  static void set(Channel connection, GuardSettings settings, MeterRegistry metrics) {
    ConnectionWatch watch = new ConnectionWatch(settings, metrics);
    connection.attr(KEY).set(watch);
    connection.pipeline().addLast(watch);
  }

  /** The watch of a connection; null where it has none. */
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
   * The handlers of HTTP are there before the first byte, over TLS from within the read that ends
   * the handshake. An exchange may begin later than its request was read: trusted proxies that are
   * given by name are looked up in between.
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
    watchHttp(true); // over TLS, the first one can come in the read that ends the handshake
    lookIn(settings.bodyGrace().toNanos());
  }

  /** The answer to a request is complete, or will not be. */
  void ended() {
    exchanges--;
    awaitHead(settings.keepAlive().toNanos());
  }

  private void watchHttp(boolean receiving) {
    ChannelPipeline handlers = channel.pipeline();
    if (body != null || handlers.get(DECODER) == null || handlers.get(CONNECTION) == null) {
      return;
    }
    body = new BodyPace(channel, settings, receiving, System.nanoTime());
    PipelineLimit bound = new PipelineLimit(() -> close("pipeline"));
    handlers.addBefore(CONNECTION, null, bound).addBefore(CONNECTION, null, body);
  }

  private void awaitHead(long nanos) {
    headDue = System.nanoTime() + nanos;
    lookIn(nanos);
  }

  private void look() {
    timer = null;
    long now = System.nanoTime();
    if (isReceiving()) {
      lookAtBody(now);
    }
    if (exchanges == 0) {
      lookAtHead(now);
    }
  }

  private boolean isReceiving() {
    return body != null && body.isReceiving();
  }

  private void lookAtBody(long now) {
    if (body.isTooSlow(now)) {
      close("body");
    } else {
      lookIn(settings.bodyGrace().toNanos());
    }
  }

  /** The body of a request that is answered already is no reason to wait longer for the next. */
  private void lookAtHead(long now) {
    if (headDue - now > 0) {
      lookIn(headDue - now);
    } else if (isSending()) {
      awaitHead(settings.keepAlive().toNanos());
    } else if (isReceiving()) {
      close("body");
    } else {
      close(first ? "head" : "idle");
    }
  }

  /** Whether some of the last answer has left since this was asked for the last time. */
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
    metrics.counter("anteroom.http.connections.cut", "reason", reason).increment();
    channel.close();
  }

  private void lookIn(long nanos) {
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
    timer = channel.eventLoop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }
}
