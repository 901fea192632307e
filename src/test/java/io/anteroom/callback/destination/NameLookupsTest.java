package io.anteroom.callback.destination;

import static io.anteroom.callback.destination.DestinationFixture.PUBLIC;
import static io.anteroom.callback.destination.DestinationFixture.PUBLIC_V6;
import static io.anteroom.callback.destination.DestinationFixture.address;
import static io.anteroom.callback.destination.DestinationFixture.everyName;
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

/** When and where names are looked up, and how the addresses are used. */
class NameLookupsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration MAX = Duration.ofSeconds(3);
  private static final URI URL = URI.create("https://good.example/hook");

  @Test
  void theFirstAddressIsUsedAndTheUrlKeepsItsName() {
    ResolvedDestination resolvedDestination =
        resolve(DestinationFixture.of(everyName(PUBLIC_V6, PUBLIC)), URL);
    assertEquals(new ResolvedDestination(URL, address(PUBLIC_V6), false), resolvedDestination);
  }

  @Test
  void anAddressIsNotLookedUp() {
    AtomicInteger asked = new AtomicInteger();
    DestinationPolicy destinations =
        DestinationFixture.of(
            host -> {
              asked.incrementAndGet();
              return List.of(address(PUBLIC));
            });
    URI literal = URI.create("https://[" + PUBLIC_V6 + "]/");
    assertEquals(address(PUBLIC_V6), resolve(destinations, literal).address());
    assertEquals(0, asked.get());
  }

  /** A name whose address changes after the accept, and again after the check. */
  @Test
  void aNameIsCheckedAgainAtTheDeliveryWithOneLookup() {
    Queue<String> answers = new ConcurrentLinkedQueue<>(List.of(PUBLIC, PUBLIC, "127.0.0.1"));
    DestinationPolicy destinations =
        DestinationFixture.of(host -> List.of(address(answers.remove())));
    URI admitted = destinations.admit(URL.toString()).await().atMost(SOON);
    assertEquals(address(PUBLIC), resolve(destinations, admitted).address());
    assertEquals(List.of("127.0.0.1"), new ArrayList<>(answers), "one question each");
    Throwable refused = failure(destinations.resolve(admitted, MAX));
    assertEquals("The host leads to a loopback address.", refused.getMessage());
  }

  @Test
  void aSilentNameServerBlocksNoEventLoop() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    DestinationPolicy destinations =
        DestinationFixture.of(
            host -> {
              assertFalse(Context.isOnEventLoopThread());
              awaitQuietly(answer);
              return List.of(address("127.0.0.1"));
            });
    assertEquals(URL, destinations.admit(URL.toString()).await().atMost(SOON), "after a second");
    Throwable failure = failure(destinations.resolve(URL, Duration.ofMillis(300)));
    assertInstanceOf(UnknownHostException.class, failure);
    assertEquals("good.example: no answer in time", failure.getMessage());
    answer.countDown();
  }

  @Test
  void concurrentLookupsOfANameShareOne() {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    DestinationPolicy destinations = DestinationFixture.of(hanging("dead.example", answer, asked));
    URI dead = URI.create("https://dead.example/hook");
    List<CompletableFuture<Throwable>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(later(destinations.resolve(dead, SOON)));
    }
    assertEquals(null, failure(destinations.resolve(URL, MAX)), "others are not held up");
    Throwable givenUp = failure(destinations.resolve(dead, Duration.ofMillis(100)));
    assertEquals("dead.example: no answer in time", givenUp.getMessage());
    answer.countDown();
    waiting.forEach(one -> assertEquals(null, one.join(), "who gave up took it from nobody"));
    assertEquals(1, asked.get());
  }

  @Test
  void aLookupThatWasNotStartedIsNoFailureOfTheName() {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    DestinationPolicy destinations = DestinationFixture.of(hanging("", answer, asked));
    List<CompletableFuture<Throwable>> failures = new ArrayList<>();
    for (int i = 0; i < 1025; i++) {
      URI url = URI.create("https://dead" + i + ".example/hook");
      failures.add(later(destinations.resolve(url, MAX)));
    }
    assertInstanceOf(
        LookupNotStartedException.class, failures.get(1024).join(), "one name too many");
    List<Throwable> seen = failures.stream().map(CompletableFuture::join).toList();
    assertEquals(32, seen.stream().filter(UnknownHostException.class::isInstance).count());
    assertEquals(993, seen.stream().filter(LookupNotStartedException.class::isInstance).count());
    answer.countDown();
    Awaitility.await("there is room again")
        .until(() -> failure(destinations.resolve(URL, MAX)) == null);
    assertEquals(33, asked.get(), "nobody waited any more for those that had not begun");
  }

  @Test
  void deliveriesWaitingForNamesDelayNoAccept() {
    CountDownLatch answer = new CountDownLatch(1);
    DestinationPolicy destinations =
        DestinationFixture.of(
            host -> {
              if (host.startsWith("dead")) {
                awaitQuietly(answer);
              }
              return List.of(address(host.startsWith("inside") ? "10.0.0.1" : PUBLIC));
            });
    for (int i = 0; i < 100; i++) {
      later(destinations.resolve(URI.create("https://dead" + i + ".example/hook"), SOON));
    }
    Throwable refused = failure(destinations.admit("https://inside.example/"));
    assertInstanceOf(DestinationRefusedException.class, refused, "it was looked up");
    answer.countDown();
  }

  @Test
  void aPrivateAddressIsRecognized() {
    DestinationPolicy destinations =
        DestinationFixture.of(everyName("10.0.0.1"), "allow-private", "true");
    assertTrue(resolve(destinations, URL).inPrivateNetwork());
    assertTrue(resolve(destinations, URI.create("https://[64:ff9b::a00:1]/")).inPrivateNetwork());
    assertFalse(resolve(destinations, URI.create("https://" + PUBLIC + "/")).inPrivateNetwork());
  }

  @Test
  void theResultComesOnTheContextOfTheCaller() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Context context = vertx.getOrCreateContext();
      CompletableFuture<Context> seen = new CompletableFuture<>();
      context.runOnContext(
          nothing ->
              DestinationFixture.of(everyName(PUBLIC))
                  .resolve(URL, MAX)
                  .subscribe()
                  .with(d -> seen.complete(Vertx.currentContext()), seen::completeExceptionally));
      assertSame(context, seen.get(10, TimeUnit.SECONDS));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theSystemResolvesLocalhost() throws Exception {
    for (InetAddress address : new SystemResolver().addressesOf("localhost")) {
      assertTrue(address.isLoopbackAddress());
    }
  }

  private static ResolvedDestination resolve(DestinationPolicy destinations, URI url) {
    return destinations.resolve(url, MAX).await().atMost(SOON);
  }

  /** Names with this prefix are not answered yet, others have an address. */
  private static NameResolver hanging(String names, CountDownLatch until, AtomicInteger asked) {
    return host -> {
      if (host.startsWith(names)) {
        asked.incrementAndGet();
        awaitQuietly(until);
      }
      return List.of(address(PUBLIC));
    };
  }

  private static CompletableFuture<Throwable> later(Uni<?> uni) {
    return uni.onItemOrFailure().transform((item, failure) -> failure).subscribeAsCompletionStage();
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
