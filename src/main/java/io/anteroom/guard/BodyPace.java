package io.anteroom.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Measures how fast the body of a request arrives, behind the decoder of HTTP/1. Vert.x cannot
 * tell: to it the body of a request that nobody reads has not ended. Used on the event loop of its
 * connection only.
 */
final class BodyPace extends ChannelInboundHandlerAdapter {

  private final Channel channel;
  private final GuardSettings settings;
  private boolean receiving;
  private long bytes;
  private long since;

  /**
   * @param receiving whether the head of a request has just arrived, so that its body comes next
   * @param now by {@link System#nanoTime()}
   */
  BodyPace(Channel channel, GuardSettings settings, boolean receiving, long now) {
    this.channel = channel;
    this.settings = settings;
    this.receiving = receiving;
    this.since = now;
  }

  /** Whether a body has begun and is not complete. */
  boolean isReceiving() {
    return receiving;
  }

  /**
   * Whether the body was slower than the minimum since the last measurement. It does not count when
   * we have stopped reading ourselves, since the disk is busy.
   *
   * @param now by {@link System#nanoTime()}
   */
  boolean isTooSlow(long now) {
    long nanos = now - since;
    if (nanos < settings.bodyGrace().toNanos()) {
      return false;
    }
    boolean slow = bytes < settings.bodyMinRate() * (nanos / 1e9);
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
