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
 * How far a caller may ask ahead of the answers (pipelining, RFC 9112 section 9.3.2). Vert.x keeps
 * every request that it has read, and every answer that nobody takes, and reads on: without a bound
 * one connection could fill the memory. Who takes an answer slowly and asks nothing more meanwhile
 * is not concerned, nor is an event stream. Only used on the event loop of its connection.
 */
final class PipelineLimit extends ChannelDuplexHandler {

  /** Requests of one connection whose answers are not complete. */
  static final int MOST_UNANSWERED = 64;

  /** Bytes of answers that were not taken yet when a further request comes. */
  static final long MOST_UNTAKEN = 1024 * 1024;

  private final Runnable cut;
  private int unanswered;
  private boolean over;

  /**
   * @param cut closes the connection
   */
  PipelineLimit(Runnable cut) {
    this.cut = cut;
  }

  /** What was read together with the request that was too much is dropped with it. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!over && message instanceof HttpRequest) {
      unanswered++;
      over = unanswered > MOST_UNANSWERED || untaken(context) > MOST_UNTAKEN;
      if (over) {
        cut.run();
      }
    }
    if (over) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** The end of an answer may be that of a request which came before this was set. */
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

  private static long untaken(ChannelHandlerContext context) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
