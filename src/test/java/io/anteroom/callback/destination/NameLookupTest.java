package io.anteroom.callback.destination;

import static io.anteroom.callback.destination.TestDestinations.PUBLIC;
import static io.anteroom.callback.destination.TestDestinations.PUBLIC_V6;
import static io.anteroom.callback.destination.TestDestinations.address;
import static io.anteroom.callback.destination.TestDestinations.everyName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When and where names are looked up, and what is done with the answers. */
class NameLookupTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final URI URL = URI.create("https://good.example/hook");

  @Test
  void theFirstAddressIsUsedAndTheUrlKeepsItsName() {
    Destination destination = resolve(TestDestinations.of(everyName(PUBLIC_V6, PUBLIC)), URL);
    assertEquals(new Destination(URL, address(PUBLIC_V6)), destination);
  }

  @Test
  void anAddressIsNotLookedUp() {
    AtomicInteger asked = new AtomicInteger();
    Destinations destinations =
        TestDestinations.of(
            host -> {
              asked.incrementAndGet();
              return List.of(address(PUBLIC));
            });
    URI literal = URI.create("https://[" + PUBLIC_V6 + "]/");
    assertEquals(address(PUBLIC_V6), resolve(destinations, literal).address());
    assertEquals(0, asked.get());
  }

  /** A name that changes between the accept and the delivery, and again right after the check. */
  @Test
  void aNameThatChangesIsCheckedAgainAndAskedOnce() {
    Queue<String> answers = new ConcurrentLinkedQueue<>(List.of(PUBLIC, PUBLIC, "127.0.0.1"));
    Destinations destinations = TestDestinations.of(host -> List.of(address(answers.remove())));
    URI admitted = destinations.admit(URL.toString()).await().atMost(SOON);
    assertEquals(address(PUBLIC), resolve(destinations, admitted).address());
    assertEquals(List.of("127.0.0.1"), new ArrayList<>(answers), "one question each");
    Throwable refused = failure(destinations.resolve(admitted));
    assertEquals("The host leads to a loopback address.", refused.getMessage());
  }

  @Test
  void aNameServerThatDoesNotAnswerHoldsUpNoEventLoop() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    Destinations destinations =
        TestDestinations.of(
            host -> {
              assertFalse(Context.isOnEventLoopThread());
              awaitQuietly(answer);
              return List.of(address("127.0.0.1"));
            });
    assertEquals(URL, destinations.admit(URL.toString()).await().atMost(SOON), "after a second");
    Throwable failure = failure(destinations.resolve(URL));
    assertInstanceOf(UnknownHostException.class, failure);
    assertEquals("good.example: no answer in time", failure.getMessage());
    answer.countDown();
  }

  @Test
  void namesBeyondTheBoundAreNotAskedFor() {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Destinations destinations =
        TestDestinations.of(
            host -> {
              asked.incrementAndGet();
              awaitQuietly(answer);
              return List.of(address(PUBLIC));
            });
    List<CompletableFuture<Throwable>> failures = new ArrayList<>();
    for (int i = 0; i < 1025; i++) {
      failures.add(
          destinations
              .resolve(URL)
              .onItemOrFailure()
              .transform((d, f) -> f)
              .subscribeAsCompletionStage());
    }
    assertEquals("good.example: too many names", failures.get(1024).join().getMessage());
    assertEquals("good.example: no answer in time", failures.get(1023).join().getMessage());
    answer.countDown();
    Awaitility.await("there is room again").until(() -> failure(destinations.resolve(URL)) == null);
    assertEquals(17, asked.get(), "nobody waited any more for those that had not begun");
  }

  @Test
  void theAnswerComesOnTheContextOfTheQuestion() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Context context = vertx.getOrCreateContext();
      CompletableFuture<Context> seen = new CompletableFuture<>();
      context.runOnContext(
          nothing ->
              TestDestinations.of(everyName(PUBLIC))
                  .resolve(URL)
                  .subscribe()
                  .with(d -> seen.complete(Vertx.currentContext()), seen::completeExceptionally));
      assertSame(context, seen.get(10, TimeUnit.SECONDS));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theSystemKnowsThisMachine() throws Exception {
    for (InetAddress address : new SystemNames().addressesOf("localhost")) {
      assertTrue(address.isLoopbackAddress());
    }
  }

  private static Destination resolve(Destinations destinations, URI url) {
    return destinations.resolve(url).await().atMost(SOON);
  }

  private static Throwable failure(Uni<?> uni) {
    return uni.onItemOrFailure().transform((item, failure) -> failure).await().atMost(SOON);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
