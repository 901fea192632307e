package io.anteroom.async.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.ProtocolException;
import java.util.NoSuchElementException;

/**
 * Keeps informational answers (1xx) of a connection from being taken for the answer. Any number of
 * them may come before it (RFC 9110, 15.2); the HTTP client knows 100 and 103 only, ends the
 * request with any other, and finds the real answer to belong to no request. To switch protocols
 * (101) may only come where that was asked for, which nobody here does: it ends the connection.
 */
public final class InformationalResponses {

  private static final String NAME = "informational answers";

  /** The name that the HTTP client gives to its own handler. */
  private static final String CLIENT = "handler";

  private InformationalResponses() {}

  /**
   * Skips them on the connection of a request that is not sent yet. May be called for each request
   * of a connection, on any thread.
   */
  public static void skipFor(HttpClientRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      skipOn(connection.channel().pipeline());
    }
  }

  private static void skipOn(ChannelPipeline pipeline) {
    try {
      if (pipeline.get(NAME) == null) {
        pipeline.addBefore(CLIENT, NAME, new Skip());
      }
    } catch (NoSuchElementException closed) {
      // at this moment: the request will fail by itself
    }
  }

  /** One for each connection; runs on its event loop only. */
  private static final class Skip extends ChannelInboundHandlerAdapter {

    private static final int SWITCHING = 101;

    private boolean skips;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpResponse answer) {
        int status = answer.status().code();
        if (status == SWITCHING) {
          ReferenceCountUtil.release(message);
          breakOff(context);
          return;
        }
        skips = status / 100 == 1;
      }
      if (!skips) {
        context.fireChannelRead(message);
        return;
      }
      skips = !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
    }

    private static void breakOff(ChannelHandlerContext context) {
      context.fireExceptionCaught(new ProtocolException("the answer switches protocols, unasked"));
      context.close();
    }
  }
}
