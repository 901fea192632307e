package io.anteroom.api.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * How fast the body of a request arrives, as the decoder of HTTP/1 sees it. Vert.x does not say:
 * there a request that nobody reads has not ended. Only used on the event loop of its connection.
 */
final class BodyPace extends ChannelInboundHandlerAdapter {

  /** Vert.x's names of its own handlers. */
  static final String DECODER = "httpDecoder";

  private static final String CONNECTION = "handler";

  private final Channel channel;
  private final EdgeSettings settings;
  private boolean receiving = true;
  private long bytes;
  private long since;

  private BodyPace(Channel channel, EdgeSettings settings, long now) {
    this.channel = channel;
    this.settings = settings;
    this.since = now;
  }

  /** Begins behind the head of the first request, which has arrived just now. */
  static BodyPace insert(Channel channel, EdgeSettings settings, long now) {
    BodyPace pace = new BodyPace(channel, settings, now);
    channel.pipeline().addBefore(CONNECTION, null, pace);
    return pace;
  }

  /** Whether a body is not complete yet. */
  boolean isReceiving() {
    return receiving;
  }

  /**
   * Whether less arrived since the last look than must in that time. Time in which we do not read,
   * since the disk is busy, is not the caller's fault.
   */
  boolean isTooSlow(long now) {
    long nanos = now - since;
    if (nanos < settings.bodyGrace().toNanos()) {
      return false;
    }
    boolean slow = bytes < settings.bodyRate() * (nanos / 1e9);
    restart(now);
    return slow && channel.config().isAutoRead();
  }

  private void restart(long now) {
    bytes = 0;
    since = now;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      receiving = true;
      restart(System.nanoTime());
    }
    if (message instanceof HttpContent content) {
      bytes += content.content().readableBytes();
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
    }
    context.fireChannelRead(message);
  }
}
