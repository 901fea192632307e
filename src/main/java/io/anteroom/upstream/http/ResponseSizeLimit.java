package io.anteroom.upstream.http;

import io.anteroom.async.http.VertxPipelines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Counts the bytes of each response on one connection as they arrive, and closes the connection
 * when there are too many: the REST client would hold a response of any size in memory. It stands
 * behind the handler that inflates responses. Used by the event loop of its connection only.
 */
final class ResponseSizeLimit extends ChannelInboundHandlerAdapter {

  private static final String NAME = "anteroom-response-size-limit";
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  /** In bytes. A smaller response is read at once: its bytes count only while they arrive. */
  private static final long LARGE = 256 * 1024;

  /** How long a large response counts after its end, since it is still being read. */
  private static final long READ_MILLIS = 500;

  private final long maxBytes;
  private final LongPredicate take;
  private final LongConsumer release;
  private long count;
  private boolean cutOff;

  /**
   * @param maxBytes how many bytes one response may have
   * @param take takes bytes of the memory for all responses; false where there are not that many
   * @param release gives bytes back to that memory
   */
  ResponseSizeLimit(long maxBytes, LongPredicate take, LongConsumer release) {
    this.maxBytes = maxBytes;
    this.take = take;
    this.release = release;
  }

  /** Adds a limit to the pipeline of a connection, unless it has one. */
  static void addTo(ChannelPipeline pipeline, Supplier<ResponseSizeLimit> limit) {
    if (pipeline.get(NAME) == null && pipeline.get(VertxPipelines.CONNECTION) != null) {
      pipeline.addBefore(VertxPipelines.CONNECTION, NAME, limit.get());
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
    if (message instanceof HttpResponse response && declaredLength(response) > maxBytes) {
      return cutOff(context, ResponseTooLargeException.alone(maxBytes));
    }
    if (!(message instanceof HttpContent content)) {
      return true;
    }
    long bytes = content.content().readableBytes();
    if (count + bytes > maxBytes) {
      return cutOff(context, ResponseTooLargeException.alone(maxBytes));
    }
    if (!take.test(bytes)) {
      return cutOff(context, ResponseTooLargeException.together());
    }
    count += bytes;
    return true;
  }

  private boolean cutOff(ChannelHandlerContext context, ResponseTooLargeException reason) {
    cutOff = true;
    context.fireExceptionCaught(reason);
    context.close();
    return false;
  }

  private void settle(ChannelHandlerContext context) {
    long bytes = count;
    count = 0;
    if (bytes <= LARGE) {
      release.accept(bytes);
    } else {
      context.executor().schedule(() -> release.accept(bytes), READ_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    release.accept(count);
    count = 0;
    context.fireChannelInactive();
  }

  private static long declaredLength(HttpResponse response) {
    String length = response.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return length != null && DIGITS.matcher(length).matches() ? Long.parseLong(length) : 0;
  }
}
