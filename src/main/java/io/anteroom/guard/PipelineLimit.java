package io.anteroom.guard;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Limits how many requests a caller may send ahead of the responses (pipelining, RFC 9112 section
 * 9.3.2). Vert.x keeps every request that it has read and every response that nobody takes, and
 * reads on, so that one connection could fill the memory. A caller that takes a response slowly and
 * sends nothing meanwhile is not limited, nor is an event stream. Used on the event loop of its
 * connection only.
 */
final class PipelineLimit extends ChannelDuplexHandler {

  /** How many requests of one connection may wait for the end of their responses. */
  static final int MAX_UNANSWERED = 64;

  /** How many bytes of responses the caller may not have taken when it sends a further request. */
  static final long MAX_UNSENT_BYTES = 1024 * 1024;

  private final Runnable close;
  private int unanswered;
  private boolean over;

  PipelineLimit(Runnable close) {
    this.close = close;
  }

  /** Drops the request that is over the limit, and all that was read together with it. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!over && message instanceof HttpRequest) {
      unanswered++;
      over = unanswered > MAX_UNANSWERED || unsentBytes(context) > MAX_UNSENT_BYTES;
      if (over) {
        close.run();
      }
    }
    if (over) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** A response that ends may belong to a request from before this handler was added. */
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInformational(message)) {
      unanswered = Math.max(0, unanswered - 1);
    }
    context.write(message, promise);
  }

  private static boolean isInformational(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private static long unsentBytes(ChannelHandlerContext context) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
