package io.anteroom.callback.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.callback.CallbackReceiver;
import io.anteroom.callback.destination.DestinationFixture;
import io.anteroom.callback.destination.DestinationPolicy;
import io.anteroom.callback.destination.ResolvedDestination;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Single requests to receivers of every kind. */
class CallbackHttpClientTest {

  @AutoClose private static final Vertx VERTX = Vertx.vertx();
  private static final byte[] BODY = "{\"a\": 1}".getBytes();

  @AutoClose private final CallbackReceiver callbackReceiver = new CallbackReceiver();
  private final CallbackHttpClient post =
      new CallbackHttpClient(
          VERTX, Clock.systemUTC(), new CallbackHttpClient.Limits(Duration.ofSeconds(15), 100, 64));

  @Test
  void goesToTheCheckedAddressWithTheHostOfTheUrl() {
    ReceiverResponse answer =
        send("http://rebound.example.invalid:" + callbackReceiver.port() + "/in?x=%2F");
    assertEquals(200, answer.status());
    assertEquals(
        "rebound.example.invalid:" + callbackReceiver.port(),
        callbackReceiver.last().header("host"));
    assertEquals("/in?x=%2F", callbackReceiver.last().target());
    assertEquals("{\"a\": 1}", callbackReceiver.last().body());
  }

  @Test
  void aConnectionIsReused() {
    for (int i = 0; i < 20; i++) {
      send(callbackReceiver.url("/in"));
    }
    assertTrue(
        callbackReceiver.connections() < 20, callbackReceiver.connections() + " connections");
  }

  @Test
  void anotherAddressOfTheNameGetsItsOwnConnection() {
    Queue<InetAddress> answers = new ArrayDeque<>(List.of(loopback(1), loopback(2)));
    DestinationPolicy destinationPolicy =
        DestinationFixture.of(
            host -> List.of(answers.remove()), "allow-http", "true", "allow-loopback", "true");
    try (CallbackReceiver other =
        new CallbackReceiver("127.0.0.2", callbackReceiver.port(), told -> "in")) {
      URI url = URI.create("http://whatever.example:" + callbackReceiver.port() + "/in");
      for (int i = 0; i < 2; i++) {
        destinationPolicy
            .resolve(url, Duration.ofSeconds(5))
            .chain(to -> post.send(to, MultiMap.caseInsensitiveMultiMap(), BODY))
            .await()
            .atMost(Duration.ofSeconds(10));
      }
      assertEquals(1, callbackReceiver.count());
      assertEquals(1, other.count(), "the address that was checked");
    }
  }

  @Test
  void aCancelBeforeTheConnectionSendsNothing() {
    CallbackExchange[] late = new CallbackExchange[1];
    Uni.createFrom()
        .<ReceiverResponse>emitter(
            emitter -> late[0] = new CallbackExchange(emitter, 1, Clock.systemUTC()))
        .subscribe()
        .with(answer -> {}, failure -> {});
    late[0].cancel();
    VERTX
        .createHttpClient()
        .request(HttpMethod.POST, callbackReceiver.port(), "127.0.0.1", "/in")
        .onSuccess(request -> late[0].send(request, BODY));
    Awaitility.await().until(() -> callbackReceiver.closed() == 1);
    assertEquals(0, callbackReceiver.count());
  }

  @Test
  void aRedirectIsNotFollowedButReported() {
    ReceiverResponse answer = send(callbackReceiver.url("/redirect"));
    assertEquals(307, answer.status());
    assertEquals(callbackReceiver.url("/secret-target"), answer.location());
    assertEquals(1, callbackReceiver.count());
  }

  @Test
  void onlyTheStatusOfAPrivateAddressIsReported() {
    for (String path : List.of("/in", "/redirect")) {
      ReceiverResponse answer =
          post.send(
                  new ResolvedDestination(
                      URI.create(callbackReceiver.url(path)), loopback(1), true),
                  MultiMap.caseInsensitiveMultiMap(),
                  BODY)
              .await()
              .atMost(Duration.ofSeconds(10));
      assertEquals(path.equals("/in") ? 200 : 307, answer.status());
      assertNull(answer.text());
      assertNull(answer.location());
    }
  }

  @Test
  void anEndlessResponseIsReadUpToTheLimit() {
    ReceiverResponse answer = send(callbackReceiver.url("/endless"));
    assertEquals(200, answer.status());
    assertEquals(100, answer.text().length());
    Awaitility.await().until(() -> callbackReceiver.closed() == 1);
    assertTrue(callbackReceiver.sentBytes() < 10_000_000, "it went on reading");
  }

  @Test
  void aClosedConnectionIsAFailure() {
    Throwable failure = failure(() -> uni(callbackReceiver.url("/close")));
    assertEquals(
        "The connection was closed before the answer had ended.", DeliveryErrorText.of(failure));
    failure = failure(() -> uni(callbackReceiver.url("/close-half-way")));
    assertEquals(
        "The connection was closed before the answer had ended.", DeliveryErrorText.of(failure));
  }

  @Test
  void aTimeoutClosesTheConnection() {
    Throwable failure =
        failure(
            () ->
                uni(callbackReceiver.url("/hang")).ifNoItem().after(Duration.ofMillis(300)).fail());
    assertEquals("The answer did not end in time.", DeliveryErrorText.of(failure));
    Awaitility.await().until(() -> callbackReceiver.closed() == 1);
  }

  @Test
  void connectionFailuresAreReportedWithoutTheAddress() {
    String tls = callbackReceiver.url("/in").replace("http:", "https:");
    String words = DeliveryErrorText.of(failure(() -> uni(tls)));
    assertFalse(words.contains("127.0.0.1"), words);
    callbackReceiver.close();
    String url = callbackReceiver.url("/in");
    assertEquals("The connection was refused.", DeliveryErrorText.of(failure(() -> uni(url))));
  }

  @Test
  void readsRetryAfterAndRemovesControlCharacters() {
    ReceiverResponse answer = send(callbackReceiver.url("/later"));
    assertEquals(Duration.ofSeconds(7), answer.retryAfter().orElseThrow());
    assertEquals("ab", answer.text(), "NUL and escape are taken out");
  }

  private ReceiverResponse send(String url) {
    return uni(url).await().atMost(Duration.ofSeconds(10));
  }

  private Uni<ReceiverResponse> uni(String url) {
    return post.send(
        new ResolvedDestination(URI.create(url), loopback(1), false),
        MultiMap.caseInsensitiveMultiMap().add("content-type", "application/json"),
        BODY);
  }

  private static Throwable failure(Supplier<Uni<ReceiverResponse>> call) {
    return call.get()
        .onItemOrFailure()
        .transform((answer, failure) -> failure)
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  private static InetAddress loopback(int last) {
    try {
      return InetAddress.getByAddress("whatever.example", new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
