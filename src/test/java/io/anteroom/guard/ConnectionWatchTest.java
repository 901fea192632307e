package io.anteroom.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.http.VertxPipelines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch of one connection, whose exchanges the test begins and ends. */
class ConnectionWatchTest {

  private static final String GET = "GET / HTTP/1.1\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n";
  private static final Duration GRACE = Duration.ofMillis(40);
  private static final int LARGE = 2 * 1024 * 1024;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private ConnectionWatch watch;

  @BeforeEach
  void open() {
    GuardSettings settings =
        TestSettings.of(
            GuardSettings.class, "anteroom.http.guard.body-grace", GRACE.toMillis() + "ms");
    ConnectionWatch.addTo(channel, settings, metrics);
    watch = ConnectionWatch.of(channel);
    channel
        .pipeline()
        .addLast(VertxPipelines.DECODER, new HttpRequestDecoder())
        .addLast("httpEncoder", new HttpResponseEncoder())
        .addLast(VertxPipelines.CONNECTION, new ChannelInboundHandlerAdapter());
  }

  /** This happens where the names of trusted proxies are resolved. */
  @Test
  void anExchangeThatBeginsAfterItsBodyMayWait() {
    read(POST + "{}");
    watch.began();
    Awaitility.await()
        .pollInSameThread()
        .during(GRACE.multipliedBy(4))
        .atMost(Duration.ofSeconds(10))
        .until(this::isOpen);
  }

  @Test
  void anExchangeThatBeginsBeforeItsBodyMayNotWait() {
    read(POST);
    watch.began();
    Awaitility.await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !channel.isOpen() || !isOpen());
    assertEquals(1, cut("body"));
  }

  @Test
  void responsesFreeTheirPlaces() {
    for (int i = 0; i < 10; i++) {
      read(GET.repeat(PipelineLimit.MAX_UNANSWERED));
      for (int answer = 0; answer < PipelineLimit.MAX_UNANSWERED; answer++) {
        write(HttpResponseStatus.CONTINUE, 0);
        write(HttpResponseStatus.OK, 0);
      }
      channel.flush();
    }
    assertTrue(isOpen());
  }

  @Test
  void tooManyPipelinedRequestsAreCut() {
    read(GET.repeat(PipelineLimit.MAX_UNANSWERED));
    write(HttpResponseStatus.CONTINUE, 0);
    assertTrue(isOpen());
    read(GET.repeat(1000));
    assertFalse(isOpen());
    assertEquals(1, cut("pipeline"));
  }

  @Test
  void aClientThatDoesNotReadMayNotSend() {
    read(GET);
    write(HttpResponseStatus.OK, LARGE);
    assertTrue(isOpen());
    read(GET);
    assertFalse(isOpen());
    assertEquals(1, cut("pipeline"));
  }

  @Test
  void aClientThatHasReadEverythingMaySendAgain() {
    read(GET);
    write(HttpResponseStatus.OK, LARGE);
    channel.flush();
    read(GET);
    assertTrue(isOpen());
  }

  private boolean isOpen() {
    channel.runScheduledPendingTasks();
    return channel.isOpen();
  }

  private void read(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void write(HttpResponseStatus status, int length) {
    channel.write(
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(new byte[length])));
  }

  private double cut(String reason) {
    return metrics.counter("anteroom.http.connections.closed", "reason", reason).count();
  }
}
