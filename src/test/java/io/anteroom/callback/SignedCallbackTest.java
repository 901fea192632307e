package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import io.anteroom.async.trace.RecordedSpans;
import io.anteroom.async.trace.TaskTraces;
import io.anteroom.callback.destination.DestinationFixture;
import io.anteroom.callback.destination.NameResolver;
import io.anteroom.callback.http.CallbackHttpClient;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.outbox.DeliveryAttempt.Outcome;
import io.anteroom.callback.secret.CallbackSecret;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SignedCallbackTest {

  @AutoClose private static final Vertx VERTX = Vertx.vertx();
  private static final CallbackSettings SETTINGS =
      TestSettings.of(CallbackSettings.class, "anteroom.callbacks.timeout", "1s");

  private final ManualTicker ticker = new ManualTicker();
  @AutoClose private final CallbackReceiver callbackReceiver = new CallbackReceiver();

  @Test
  void isSentWhenTheLeaseLastsAsLongAsTheAttempt() {
    DeliveryAttempt attempt =
        send(post(loopback()), claim(callbackReceiver.url("/in"), Duration.ofSeconds(1)));
    assertEquals(Outcome.DELIVERED, attempt.outcome());
    assertEquals("thanks", attempt.response());
    assertEquals(1, callbackReceiver.count());
  }

  @Test
  void isNotSentWhenTheLeaseMayEndBefore() {
    for (Duration left : List.of(Duration.ofMillis(999), Duration.ofSeconds(-5))) {
      assertThrows(
          DeliveryPostponedException.class,
          () -> send(post(loopback()), claim(callbackReceiver.url("/in"), left)));
    }
    assertEquals(0, callbackReceiver.count());
  }

  @Test
  void onlyALookupThatWasStartedCountsAsAnAttempt() {
    CountDownLatch answer = new CountDownLatch(1);
    SignedCallback post = post(host -> hang(answer));
    Duration lease = Duration.ofSeconds(20);
    DeliveryAttempt asked = send(post, claim("http://dead.example/in", lease));
    assertEquals(Outcome.FAILED, asked.outcome());
    for (int i = 0; i < 31; i++) {
      post.send(claim("http://dead" + i + ".example/in", lease), new byte[0], keys())
          .subscribe()
          .with(attempt -> {}, failure -> {});
    }
    assertThrows(
        DeliveryPostponedException.class, () -> send(post, claim("http://well.example/in", lease)));
    answer.countDown();
  }

  /** The span of an attempt that nobody waits for any more. */
  @Test
  void anAttemptThatIsCancelledEndsAsAnError() {
    CountDownLatch answer = new CountDownLatch(1);
    try (RecordedSpans spans = new RecordedSpans()) {
      SignedCallback post = post(host -> hang(answer), spans.traces());
      post.send(claim("http://dead.example/in", Duration.ofSeconds(20)), new byte[0], keys())
          .subscribe()
          .with(attempt -> {}, failure -> {})
          .cancel();
      assertEquals(1, spans.ended().size());
      assertEquals(StatusCode.ERROR, spans.ended().get(0).getStatus().getStatusCode());
    } finally {
      answer.countDown();
    }
  }

  private static List<InetAddress> hang(CountDownLatch answer) {
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of(DestinationFixture.address("127.0.0.1"));
  }

  private static DeliveryAttempt send(SignedCallback post, CallbackClaim claim) {
    return post.send(claim, "{}".getBytes(), keys()).await().atMost(Duration.ofSeconds(20));
  }

  private static List<CallbackSecret> keys() {
    return List.of(FastRetryProfile.SECRET);
  }

  private SignedCallback post(NameResolver names) {
    return post(names, TaskTraces.off());
  }

  private SignedCallback post(NameResolver names, TaskTraces traces) {
    return new SignedCallback(
        DestinationFixture.of(names, "allow-http", "true", "allow-loopback", "true"),
        new CallbackHttpClient(
            VERTX, Clock.systemUTC(), CallbackHttpLimitsProducer.limits(SETTINGS)),
        Clock.systemUTC(),
        ticker,
        traces,
        SETTINGS);
  }

  private static NameResolver loopback() {
    return DestinationFixture.everyName("127.0.0.1");
  }

  private CallbackClaim claim(String url, Duration leaseLeft) {
    return new CallbackClaim(
        UUID.randomUUID(),
        "alice",
        "default",
        "task.done",
        url,
        "http://whatever.example",
        0,
        0,
        Duration.ZERO,
        UUID.randomUUID(),
        null,
        ticker.nanos() + leaseLeft.toNanos());
  }
}
