package io.anteroom.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Drops interim answers that Vert.x does not know (RFC 9110, 15.2: any number of 1xx may come
 * before the answer, and a client must read on). Vert.x takes a 102 for the answer, and the answer
 * for that of the next call on the connection. One for each connection, on its event loop.
 */
public final class InterimAnswers extends ChannelInboundHandlerAdapter {

  private static final int CONTINUE = 100;
  private static final int SWITCHING = 101;
  private static final int EARLY_HINTS = 103;

  private boolean dropping;

  private InterimAnswers() {}

  /** Puts one in front of what reads the answers of this connection. */
  public static void dropOn(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      ChannelHandlerContext reader = base.channelHandlerContext();
      reader.pipeline().addBefore(reader.name(), "interim-answers", new InterimAnswers());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response) {
      dropping = isUnknownInterim(response.status().code());
    }
    if (!dropping || !(message instanceof HttpResponse || message instanceof HttpContent)) {
      context.fireChannelRead(message);
      return;
    }
    if (message instanceof LastHttpContent) {
      dropping = false;
    }
    ReferenceCountUtil.release(message);
  }

  private static boolean isUnknownInterim(int status) {
    return status / 100 == 1 && status != CONTINUE && status != SWITCHING && status != EARLY_HINTS;
  }
}
