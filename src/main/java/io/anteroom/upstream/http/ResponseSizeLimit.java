package io.anteroom.upstream.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Counts the bytes of each answer on one connection as they arrive, and cuts off what is too much:
 * the REST client would hold an answer of any size in memory. It stands behind what would inflate
 * an answer. Used by the event loop of its connection only.
 */
final class ResponseSizeLimit extends ChannelInboundHandlerAdapter {

  private static final String NAME = "anteroom-answer-limit";

  /** Vert.x's own, which makes answers of what the codec reads. */
  private static final String CONSUMER = "handler";

  /** Smaller answers are read at once, and counted no longer than they arrive. */
  private static final long LARGE = 256 * 1024;

  /** For how long a large answer counts while it is read, in milliseconds. */
  private static final long READ = 500;

  private final ResponseMemory all;
  private long count;
  private boolean cutOff;

  private ResponseSizeLimit(ResponseMemory all) {
    this.all = all;
  }

  /** Stands in the pipeline of a connection from now on. */
  static void set(ChannelPipeline pipeline, ResponseMemory all) {
    if (pipeline.get(NAME) == null && pipeline.get(CONSUMER) != null) {
      pipeline.addBefore(CONSUMER, NAME, new ResponseSizeLimit(all));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (cutOff || !admits(context, message)) {
      ReferenceCountUtil.release(message);
      return;
    }
    boolean last = message instanceof LastHttpContent;
    context.fireChannelRead(message);
    if (last) {
      settle(context);
    }
  }

  private boolean admits(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response && saidLength(response) > all.most()) {
      return cutOff(context, ResponseTooLargeException.alone(all.most()));
    }
    if (!(message instanceof HttpContent content)) {
      return true;
    }
    long bytes = content.content().readableBytes();
    if (count + bytes > all.most()) {
      return cutOff(context, ResponseTooLargeException.alone(all.most()));
    }
    if (!all.take(bytes)) {
      return cutOff(context, ResponseTooLargeException.together());
    }
    count += bytes;
    return true;
  }

  private boolean cutOff(ChannelHandlerContext context, ResponseTooLargeException why) {
    cutOff = true;
    context.fireExceptionCaught(why);
    context.close();
    return false;
  }

  private void settle(ChannelHandlerContext context) {
    long bytes = count;
    count = 0;
    if (bytes <= LARGE) {
      all.giveBack(bytes);
    } else {
      context.executor().schedule(() -> all.giveBack(bytes), READ, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    all.giveBack(count);
    count = 0;
    context.fireChannelInactive();
  }

  private static long saidLength(HttpResponse response) {
    String length = response.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }
}
