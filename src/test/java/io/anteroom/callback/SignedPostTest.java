package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.callback.Attempt.Outcome;
import io.anteroom.callback.destination.NameResolver;
import io.anteroom.callback.destination.TestDestinations;
import io.anteroom.callback.secret.CallbackSecret;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a claimed callback is sent. */
class SignedPostTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final DeliverySettings SETTINGS =
      TestSettings.of(DeliverySettings.class, "anteroom.callbacks.timeout", "1s");

  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    receiver.close();
  }

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void isSentWhereTheLeaseLastsLongerThanTheAttempt() {
    Attempt attempt = send(post(loopback()), claim(receiver.url("/in"), Duration.ofSeconds(10)));
    assertEquals(Outcome.DELIVERED, attempt.outcome());
    assertEquals("thanks", attempt.answer());
    assertEquals(1, receiver.count());
  }

  @Test
  void nothingIsSentWhereTheLeaseMayEndMeanwhile() {
    for (Duration left : List.of(Duration.ofMillis(900), Duration.ofSeconds(-5))) {
      assertThrows(GivenBack.class, () -> send(post(loopback()), claim(receiver.url("/in"), left)));
    }
    assertEquals(0, receiver.count());
  }

  @Test
  void aNameThatNobodyAskedForIsNoAttemptAndOneThatDoesNotAnswerIs() {
    CountDownLatch answer = new CountDownLatch(1);
    NameResolver hangs =
        host -> {
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of(TestDestinations.address("127.0.0.1"));
        };
    SignedPost post = post(hangs);
    Duration lease = Duration.ofSeconds(20);
    Attempt asked = send(post, claim("http://dead.example/in", lease));
    assertEquals(Outcome.FAILED, asked.outcome());
    for (int i = 0; i < 31; i++) {
      post.send(claim("http://dead" + i + ".example/in", lease), new byte[0], keys())
          .subscribe()
          .with(attempt -> {}, failure -> {});
    }
    assertThrows(GivenBack.class, () -> send(post, claim("http://well.example/in", lease)));
    answer.countDown();
  }

  private static Attempt send(SignedPost post, Claim claim) {
    return post.send(claim, "{}".getBytes(), keys()).await().atMost(Duration.ofSeconds(20));
  }

  private static List<CallbackSecret> keys() {
    return List.of(FastDeliveries.SECRET);
  }

  private static SignedPost post(NameResolver names) {
    return new SignedPost(
        TestDestinations.of(names, "allow-http", "true", "allow-loopback", "true"),
        new CallbackPost(VERTX, Clock.systemUTC(), SETTINGS),
        Clock.systemUTC(),
        SETTINGS);
  }

  private static NameResolver loopback() {
    return TestDestinations.everyName("127.0.0.1");
  }

  private static Claim claim(String url, Duration leaseLeft) {
    return new Claim(
        UUID.randomUUID(),
        "alice",
        "task.done",
        url,
        "http://whatever.example",
        0,
        UUID.randomUUID(),
        System.nanoTime() + leaseLeft.toNanos());
  }
}
