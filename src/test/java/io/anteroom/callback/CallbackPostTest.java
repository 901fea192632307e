package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.callback.destination.Destination;
import io.anteroom.callback.destination.Destinations;
import io.anteroom.callback.destination.TestDestinations;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request to a receiver that does as it likes. */
class CallbackPostTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final byte[] BODY = "{\"a\": 1}".getBytes();

  private final Receiver receiver = new Receiver();
  private final CallbackPost post =
      new CallbackPost(
          VERTX,
          Clock.systemUTC(),
          TestSettings.of(DeliverySettings.class, "anteroom.callbacks.answer-limit", "100"));

  @AfterEach
  void close() {
    receiver.close();
  }

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void goesToTheCheckedAddressUnderTheNameOfTheUrlWhateverTheNameStandsFor() {
    Answer answer = send("http://rebound.example.invalid:" + receiver.port() + "/in?x=%2F");
    assertEquals(200, answer.status());
    assertEquals("rebound.example.invalid:" + receiver.port(), receiver.last().header("host"));
    assertEquals("/in?x=%2F", receiver.last().target());
    assertEquals("{\"a\": 1}", receiver.last().body());
  }

  @Test
  void aConnectionServesMoreThanOneRequestToTheSamePlace() {
    for (int i = 0; i < 20; i++) {
      send(receiver.url("/in"));
    }
    assertTrue(receiver.connections() < 20, receiver.connections() + " connections");
  }

  @Test
  void anotherAddressOfTheNameIsReallyAnotherConnection() {
    Queue<InetAddress> answers = new ArrayDeque<>(List.of(loopback(1), loopback(2)));
    Destinations destinations =
        TestDestinations.of(
            host -> List.of(answers.remove()), "allow-http", "true", "allow-loopback", "true");
    try (Receiver other = new Receiver("127.0.0.2", receiver.port(), told -> "in")) {
      URI url = URI.create("http://whatever.example:" + receiver.port() + "/in");
      for (int i = 0; i < 2; i++) {
        destinations
            .resolve(url, Duration.ofSeconds(5))
            .chain(to -> post.send(to, MultiMap.caseInsensitiveMultiMap(), BODY))
            .await()
            .atMost(Duration.ofSeconds(10));
      }
      assertEquals(1, receiver.count());
      assertEquals(1, other.count(), "the address that was checked");
    }
  }

  @Test
  void whoeverGivesUpBeforeTheConnectionIsThereSendsNothing() {
    Exchange[] late = new Exchange[1];
    Uni.createFrom()
        .<Answer>emitter(emitter -> late[0] = new Exchange(emitter, 1, Clock.systemUTC()))
        .subscribe()
        .with(answer -> {}, failure -> {});
    late[0].breakOff();
    VERTX
        .createHttpClient()
        .request(HttpMethod.POST, receiver.port(), "127.0.0.1", "/in")
        .onSuccess(request -> late[0].send(request, BODY));
    Awaitility.await().until(() -> receiver.closed() == 1);
    assertEquals(0, receiver.count());
  }

  @Test
  void aRedirectIsNotFollowedAndIsNamed() {
    Answer answer = send(receiver.url("/redirect"));
    assertEquals(307, answer.status());
    assertEquals(receiver.url("/secret-target"), answer.location());
    assertEquals(1, receiver.count());
  }

  @Test
  void whatAPrivateNetworkAnswersIsNotToldButForItsStatus() {
    for (String path : List.of("/in", "/redirect")) {
      Answer answer =
          post.send(
                  new Destination(URI.create(receiver.url(path)), loopback(1), true),
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
  void anEndlessAnswerIsReadUpToTheLimitAndTheConnectionIsClosed() {
    Answer answer = send(receiver.url("/endless"));
    assertEquals(200, answer.status());
    assertEquals(100, answer.text().length());
    Awaitility.await().until(() -> receiver.closed() == 1);
    assertTrue(receiver.sentBytes() < 10_000_000, "it went on reading");
  }

  @Test
  void aConnectionThatIsClosedIsAFailure() {
    Throwable failure = failure(() -> uni(receiver.url("/close")));
    assertEquals(
        "The connection was closed before the answer had ended.", FailureWords.of(failure));
    failure = failure(() -> uni(receiver.url("/close-half-way")));
    assertEquals(
        "The connection was closed before the answer had ended.", FailureWords.of(failure));
  }

  @Test
  void whoeverWaitsNoLongerClosesTheConnection() {
    Throwable failure =
        failure(() -> uni(receiver.url("/hang")).ifNoItem().after(Duration.ofMillis(300)).fail());
    assertEquals("The answer did not end in time.", FailureWords.of(failure));
    Awaitility.await().until(() -> receiver.closed() == 1);
  }

  @Test
  void nobodyThereAndNoTlsThereAreSaidWithoutAnAddress() {
    String tls = receiver.url("/in").replace("http:", "https:");
    String words = FailureWords.of(failure(() -> uni(tls)));
    assertFalse(words.contains("127.0.0.1"), words);
    receiver.close();
    String url = receiver.url("/in");
    assertEquals("The connection was refused.", FailureWords.of(failure(() -> uni(url))));
  }

  @Test
  void retryAfterAndWhatPostgresCannotHold() {
    Answer answer = send(receiver.url("/later"));
    assertEquals(Duration.ofSeconds(7), answer.retryAfter().orElseThrow());
    assertEquals("ab", answer.text(), "NUL and escape are taken out");
  }

  private Answer send(String url) {
    return uni(url).await().atMost(Duration.ofSeconds(10));
  }

  private Uni<Answer> uni(String url) {
    return post.send(
        new Destination(URI.create(url), loopback(1), false),
        MultiMap.caseInsensitiveMultiMap().add("content-type", "application/json"),
        BODY);
  }

  private static Throwable failure(Supplier<Uni<Answer>> call) {
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
