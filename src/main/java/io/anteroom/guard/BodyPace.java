package io.anteroom.guard;

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

  private final Channel channel;
  private final GuardSettings settings;
  private boolean receiving;
  private long bytes;
  private long since;

  /**
   * @param receiving whether it begins behind the head of a request that has arrived just now
   */
  BodyPace(Channel channel, GuardSettings settings, boolean receiving, long now) {
    this.channel = channel;
    this.settings = settings;
    this.receiving = receiving;
    this.since = now;
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
      restart(System.nanoTime());
    }
    if (message instanceof HttpContent content) {
      bytes += content.content().readableBytes();
    }
    receiving = !(message instanceof LastHttpContent);
    context.fireChannelRead(message);
  }
}
