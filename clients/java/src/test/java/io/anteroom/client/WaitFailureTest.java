package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.TaskJson.failed;
import static io.anteroom.client.TaskJson.problem;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.failure.TaskFailedException;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.failure.UnreadableResponseException;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.FailureReason;
import io.anteroom.client.response.TaskStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitFailureTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String READ = "GET /tasks/" + TaskJson.ID;
  private static final IndexRequest TEXT = IndexRequest.text("a text", "rivers");

  private final ScriptedServer server = new ScriptedServer();
  private final AnteroomClient client = server.client().pauses(new RecordedPauses()).build();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aFailedTaskIsAFailureWithItsReason() {
    server.on(ACCEPT, json(200, failed("upstream-failed")));
    TaskFailedException failure =
        assertThrows(TaskFailedException.class, () -> await(client.indexAndWait(TEXT)));
    assertEquals(TaskStatus.FAILED, failure.task().status());
    assertEquals(FailureReason.UPSTREAM_FAILED, failure.failure().reason());
    assertEquals(422, failure.failure().upstreamStatus().orElseThrow());
    assertEquals("too long", failure.failure().message().orElseThrow());
    assertTrue(failure.getMessage().contains("too long"));
  }

  @Test
  void whatTheUpstreamRefusedIsAFailedTaskToo() {
    server
        .on(ACCEPT, json(422, problem(422, "upstream-refused")))
        .on(READ, json(200, failed("upstream-refused")));
    TaskFailedException failure =
        assertThrows(TaskFailedException.class, () -> await(client.indexAndWait(TEXT)));
    assertEquals(FailureReason.UPSTREAM_REFUSED, failure.failure().reason());
    assertEquals(1, server.received(ACCEPT).size());
  }

  @Test
  void aCancelledTaskIsAFailure() {
    server.on(ACCEPT, json(200, failed("cancelled").replace("FAILED", "CANCELLED")));
    TaskFailedException failure =
        assertThrows(TaskFailedException.class, () -> await(client.indexAndWait(TEXT)));
    assertEquals(TaskStatus.CANCELLED, failure.task().status());
    assertEquals(FailureReason.CANCELLED, failure.failure().reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 413, 415, 422})
  void aRefusedRequestIsNotRepeated(int status) {
    server.on(ACCEPT, json(status, problem(status, "some-problem")));
    ProblemException refused =
        assertThrows(ProblemException.class, () -> await(client.indexAndWait(TEXT)));
    assertEquals("some-problem", refused.problem().name());
    assertEquals(status, refused.problem().status());
    assertEquals("A title", refused.problem().title());
    assertEquals("A detail", refused.problem().detail());
    assertEquals(1, server.count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"upstream-refused", "upstream-unauthorized", "upstream-unreadable"})
  void whatTheUpstreamRefusesIsNotRepeatedWhateverItsStatus(String name) {
    server.on(READ, json(502, problem(502, name)));
    assertThrows(ProblemException.class, () -> await(client.tasks().get(TaskJson.ID)));
    assertEquals(1, server.count());
  }

  @Test
  void aRefusalOfAProxyIsAProblemWithoutAName() {
    server.on(ACCEPT, html(403));
    ProblemException refused =
        assertThrows(ProblemException.class, () -> await(client.indexAndWait(TEXT)));
    assertEquals("about:blank", refused.problem().name());
    assertEquals("<html>403</html>", refused.problem().detail());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302})
  void aPageOfSomethingElseIsUnreadable(int status) {
    server.on(ACCEPT, html(status, "Location", "/login"));
    UnreadableResponseException failure =
        assertThrows(UnreadableResponseException.class, () -> await(client.indexAndWait(TEXT)));
    assertEquals(status, failure.status());
    assertEquals(1, server.count());
  }

  @Test
  void aTimeoutCarriesTheTask() {
    server.on(ACCEPT, json(202, running())).on(READ, json(200, running()));
    AnteroomClient real = server.client().build();
    WaitOptions second = WaitOptions.usual().timeout(Duration.ofSeconds(1));
    TaskTimeoutException timeout =
        assertThrows(TaskTimeoutException.class, () -> await(real.indexAndWait(TEXT, second)));
    assertEquals(TaskJson.ID, timeout.taskId().orElseThrow());
    assertTrue(timeout.idempotencyKey().isPresent());
  }

  /** Shorter than a response may take: nothing has failed, and the task is known. */
  @Test
  void soDoesAVeryShortOne() {
    CountDownLatch never = new CountDownLatch(1);
    server.on(READ, exchange -> never.await());
    WaitOptions brief = WaitOptions.usual().timeout(Duration.ofMillis(50));
    TaskTimeoutException timeout =
        assertThrows(TaskTimeoutException.class, () -> await(client.awaitEnd(TaskJson.ID, brief)));
    assertEquals(TaskJson.ID, timeout.taskId().orElseThrow());
  }

  /** Nothing has failed here either. Whether a task was accepted is not known. */
  @Test
  void aTimeoutBeforeTheAcceptCarriesTheKey() {
    CountDownLatch never = new CountDownLatch(1);
    server.on(ACCEPT, exchange -> never.await());
    WaitOptions brief = WaitOptions.usual().timeout(Duration.ofMillis(50));
    TaskTimeoutException timeout =
        assertThrows(
            TaskTimeoutException.class,
            () -> await(client.indexAndWait(TEXT.idempotencyKey("import-17"), brief)));
    assertEquals(Optional.empty(), timeout.taskId());
    assertEquals("import-17", timeout.idempotencyKey().orElseThrow());
  }

  @Test
  void aTimeoutWhileTheQueueIsFullSaysSo() {
    server.on(ACCEPT, json(429, problem(429, "queue-full"), "Retry-After", "60"));
    WaitOptions minute = WaitOptions.usual().timeout(Duration.ofSeconds(50));
    TaskTimeoutException timeout =
        assertThrows(TaskTimeoutException.class, () -> await(client.indexAndWait(TEXT, minute)));
    assertEquals(Optional.empty(), timeout.taskId());
    ProblemException cause = assertInstanceOf(ProblemException.class, timeout.getCause());
    assertEquals("queue-full", cause.problem().name());
    assertEquals(Duration.ofSeconds(60), cause.retryAfter().orElseThrow());
  }

  @Test
  void nobodyWhoRespondsIsNotWaitedForLong() {
    server.on(ACCEPT, cut());
    AnteroomClient brief =
        server
            .client()
            .callTimeout(Duration.ofMillis(200))
            .waitPerRequest(Duration.ofMillis(200))
            .build();
    NoResponseException failure =
        assertThrows(
            NoResponseException.class,
            () -> await(brief.indexAndWait(TEXT.idempotencyKey("import-17"))));
    assertEquals("import-17", failure.idempotencyKey().orElseThrow());
  }

  @Test
  void anAddressWhereNobodyListensIsNoResponse() {
    URI closed = server.uri();
    server.close();
    AnteroomClient nobody =
        AnteroomClient.builder(closed, "key").callTimeout(Duration.ofMillis(300)).build();
    assertThrows(NoResponseException.class, () -> await(nobody.tasks().get(TaskJson.ID)));
  }

  @Test
  void joinWrapsTheSameFailure() {
    server.on(ACCEPT, json(200, failed("deadline")));
    CompletableFuture<?> call = client.indexAndWait(TEXT);
    CompletionException wrapped = assertThrows(CompletionException.class, call::join);
    assertInstanceOf(TaskFailedException.class, wrapped.getCause());
  }
}
