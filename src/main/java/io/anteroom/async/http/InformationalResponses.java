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
 * Keeps informational responses (1xx) of a connection from being taken for the response. Any number
 * of them may come before it (RFC 9110, 15.2). The HTTP client knows 100 and 103 only: any other
 * ends the request, and then the response belongs to no request. A switch of protocols (101) may
 * only come where the request asked for it, which ours never do: it closes the connection.
 */
public final class InformationalResponses {

  private static final String NAME = "anteroom-informational-responses";

  private InformationalResponses() {}

  /**
   * Skips them on the connection of a request that is not sent yet. May be called for every request
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
        pipeline.addBefore(VertxPipelines.CONNECTION, NAME, new Skip());
      }
    } catch (NoSuchElementException closed) {
      // the connection was closed at this moment: the request fails by itself
    }
  }

  /** Belongs to one connection, and runs on its event loop only. */
  private static final class Skip extends ChannelInboundHandlerAdapter {

    private static final int SWITCHING = 101;

    private boolean skips;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpResponse response) {
        int status = response.status().code();
        if (status == SWITCHING) {
          ReferenceCountUtil.release(message);
          close(context);
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

    private static void close(ChannelHandlerContext context) {
      context.fireExceptionCaught(
          new ProtocolException("the response switches protocols, which was not requested"));
      context.close();
    }
  }
}
