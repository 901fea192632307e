package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.stream;
import static io.anteroom.client.TaskJson.done;
import static io.anteroom.client.TaskJson.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.UnreachableException;
import io.anteroom.client.repeat.Pauses;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskStatus;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A client that was never connected fails soon. One that was connected waits for Anteroom to come
 * back.
 */
class FirstContactTest {

  private static final String READ = "GET /tasks/" + TaskJson.ID;
  private static final URI ANTEROOM = URI.create("http://anteroom.example:8080");
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration NONE = Duration.ofNanos(1);

  private final ScriptedServer server = new ScriptedServer();
  private final RecordedPauses pauses = new RecordedPauses();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void nobodyWhoListensIsToldSoon() {
    URI closed = closed();
    AnteroomClient client =
        AnteroomClient.builder(closed, "key").firstConnectTimeout(SHORT).build();
    UnreachableException failure = unreachable(() -> await(client.tasks().get(TaskJson.ID)));
    assertEquals(closed, failure.address());
    assertEquals(closed + " was never reached: nobody listens there.", failure.getMessage());
  }

  @Test
  void soIsANameThatNobodyKnows() {
    URI unknown = URI.create("http://anteroom.invalid:8080/api");
    AnteroomClient client =
        AnteroomClient.builder(unknown, "key").firstConnectTimeout(SHORT).build();
    UnreachableException failure = unreachable(() -> await(client.tasks().get(TaskJson.ID)));
    assertEquals(
        unknown + " was never reached: the name anteroom.invalid is not known.",
        failure.getMessage());
  }

  @Test
  void aProxyThatIsNotThereIsNamed() {
    URI proxy = closed();
    AnteroomClient client = behind(new InetSocketAddress("127.0.0.1", proxy.getPort()));
    UnreachableException failure = unreachable(() -> await(client.tasks().get(TaskJson.ID)));
    assertEquals(ANTEROOM, failure.address());
    assertEquals(
        ANTEROOM + " was never reached: nobody listens at the proxy " + proxy.getAuthority() + ".",
        failure.getMessage());
  }

  @Test
  void soIsAProxyWhoseNameNobodyKnows() {
    AnteroomClient client = behind(InetSocketAddress.createUnresolved("proxy.invalid", 3128));
    UnreachableException failure = unreachable(() -> await(client.tasks().get(TaskJson.ID)));
    assertEquals(
        ANTEROOM + " was never reached: the name proxy.invalid of the proxy is not known.",
        failure.getMessage());
  }

  /** So a name that comes into the DNS meanwhile is found. */
  @Test
  void theUsualTimeIsLongerThanTheJdkKeepsAFailedLookUp() {
    String seconds = Security.getProperty("networkaddress.cache.negative.ttl");
    Duration kept = Duration.ofSeconds(Long.parseLong(seconds));
    Duration longestPause = Duration.ofSeconds(5);
    Duration needed = kept.plus(longestPause);
    assertTrue(AnteroomClientBuilder.FIRST_CONNECT_TIMEOUT.compareTo(needed) > 0);
  }

  @Test
  void aWaitIsToldWithItsKey() {
    AnteroomClient client =
        AnteroomClient.builder(closed(), "key").firstConnectTimeout(SHORT).build();
    IndexRequest text = IndexRequest.text("a text", "rivers").idempotencyKey("import-17");
    UnreachableException failure = unreachable(() -> await(client.indexAndWait(text)));
    assertEquals("import-17", failure.idempotencyKey().orElseThrow());
    unreachable(() -> await(client.batches().awaitEnd(TaskJson.ID)));
  }

  @Test
  void aStreamOfEventsFails() {
    AnteroomClient client =
        AnteroomClient.builder(closed(), "key").firstConnectTimeout(SHORT).build();
    RecordingSubscriber subscriber = new RecordingSubscriber(1);
    client.events().subscribe(subscriber);
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> subscriber.end.get(1, TimeUnit.MINUTES));
    assertInstanceOf(UnreachableException.class, failure.getCause());
  }

  @Test
  void aPasswordInTheAddressIsNotShown() {
    URI closed = URI.create(closed().toString().replace("//", "//user:secret@"));
    AnteroomClient client =
        AnteroomClient.builder(closed, "key").firstConnectTimeout(SHORT).build();
    UnreachableException failure = unreachable(() -> await(client.tasks().get(TaskJson.ID)));
    assertTrue(!failure.getMessage().contains("secret"), failure.getMessage());
  }

  @Test
  void whoAnsweredOnceIsWaitedFor() throws Exception {
    server.on(READ, json(200, done()));
    CountDownLatch refusals = new CountDownLatch(5);
    AnteroomClient client = countingRefusals(refusals).build();
    await(client.tasks().get(TaskJson.ID));
    server.close();
    CompletableFuture<Task> call = client.tasks().get(TaskJson.ID);
    assertTrue(refusals.await(1, TimeUnit.MINUTES), "it goes on");
    assertFalse(call.isDone());
    call.cancel(true);
  }

  @Test
  void aStreamOutlivesConnectionsThatAreRefused() throws Exception {
    server.on("GET /events", stream(event(1, "PROCESSING")));
    CountDownLatch refusals = new CountDownLatch(5);
    AnteroomClient client = countingRefusals(refusals).build();
    RecordingSubscriber subscriber = new RecordingSubscriber(1);
    client.events().subscribe(subscriber);
    subscriber.await(1);
    server.close();
    subscriber.request(1);
    assertTrue(refusals.await(1, TimeUnit.MINUTES), "it goes on");
    assertFalse(subscriber.end.isDone());
    subscriber.cancel();
  }

  @Test
  void whoWasThereAndStaysAwayIsNotCalledUnreachable() throws Exception {
    server.on("GET /events", stream(event(1, "PROCESSING")));
    AnteroomClient client =
        server.client().firstConnectTimeout(NONE).callTimeout(Duration.ofSeconds(1)).build();
    RecordingSubscriber subscriber = new RecordingSubscriber(1);
    client.events().subscribe(subscriber);
    subscriber.await(1);
    subscriber.cancel();
    server.close();
    NoResponseException failure =
        assertThrows(NoResponseException.class, () -> await(client.tasks().get(TaskJson.ID)));
    assertEquals(NoResponseException.class, failure.getClass());
  }

  @Test
  void whoCutsAConnectionOrRefusesWasThere() {
    server.on(READ, cut(), html(503), json(200, done()));
    AnteroomClient client = server.client().pauses(pauses).firstConnectTimeout(NONE).build();
    assertEquals(TaskStatus.DONE, await(client.tasks().get(TaskJson.ID)).status());
  }

  private AnteroomClientBuilder countingRefusals(CountDownLatch refusals) {
    return server
        .client()
        .firstConnectTimeout(NONE)
        .pauses(
            pause -> {
              refusals.countDown();
              return Pauses.REAL.pause(Duration.ofMillis(20));
            });
  }

  private static AnteroomClient behind(InetSocketAddress proxy) {
    HttpClient http = HttpClient.newBuilder().proxy(ProxySelector.of(proxy)).build();
    return AnteroomClient.builder(ANTEROOM, "key")
        .httpClient(http)
        .firstConnectTimeout(SHORT)
        .build();
  }

  private URI closed() {
    URI address = server.uri();
    server.close();
    return address;
  }

  private static UnreachableException unreachable(Executable call) {
    return assertThrows(
        UnreachableException.class, () -> assertTimeoutPreemptively(Duration.ofMinutes(1), call));
  }
}
