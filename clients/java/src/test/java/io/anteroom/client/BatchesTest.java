package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.stream;
import static io.anteroom.client.TaskJson.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.ScriptedServer.Received;
import io.anteroom.client.failure.BatchTimeoutException;
import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.request.BatchFilter;
import io.anteroom.client.request.BatchRequest;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.response.Batch;
import io.anteroom.client.response.BatchReceipt;
import io.anteroom.client.response.TaskStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls about batches. */
class BatchesTest {

  private static final String BATCH = "/batches/" + TaskJson.ID;

  private final ScriptedServer server = new ScriptedServer();
  private final RecordedPauses pauses = new RecordedPauses();
  private final AnteroomClient client = server.client().pauses(pauses).build();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aBatchIsSentOnceAndHasATaskOrAProblemForEachItem() {
    server.on(
        "POST /index/batch",
        cut(),
        json(
            202,
            ("{\"batch_id\":\"%1$s\",\"accepted\":1,\"refused\":1,\"items\":[{\"task_id\":\"%1$s\"},"
                    + "{\"error\":{\"type\":\"/problems/missing-field\",\"status\":400}}]}")
                .formatted(TaskJson.ID)));
    BatchReceipt receipt =
        await(
            client
                .batches()
                .submit(
                    BatchRequest.of(
                            List.of(IndexRequest.text("a", "c"), IndexRequest.url("http://b", "c")))
                        .reference("import-17")
                        .callbackUrl(URI.create("https://example.com/hook"))));
    assertEquals(TaskJson.ID, receipt.batchId());
    assertEquals(TaskJson.ID, receipt.items().get(0).taskId().orElseThrow());
    assertEquals("missing-field", receipt.items().get(1).problem().orElseThrow().name());
    List<Received> sent = server.received("POST /index/batch");
    assertEquals(sent.get(0).header("Idempotency-Key"), sent.get(1).header("Idempotency-Key"));
    assertEquals(
        "{\"items\":[{\"text\":\"a\",\"collection_id\":\"c\"},{\"url\":\"http://b\",\"collection_id\":"
            + "\"c\"}],\"reference\":\"import-17\",\"callback_url\":\"https://example.com/hook\"}",
        sent.get(1).body());
  }

  @Test
  void aBatchTakesNoFiles() {
    List<IndexRequest> files = List.of(IndexRequest.file(Path.of("a"), "c"));
    assertThrows(IllegalArgumentException.class, () -> BatchRequest.of(files));
  }

  @Test
  void theEndOfABatchIsWaitedFor() {
    server.on(
        "GET " + BATCH,
        json(200, batch(1)),
        html(502),
        html(504),
        json(200, batch(1), "Retry-After", "7"),
        json(200, batch(0)));
    Batch batch = await(client.batches().awaitEnd(TaskJson.ID));
    assertTrue(batch.hasEnded());
    assertEquals(2, batch.count(TaskStatus.DONE));
    assertEquals(Duration.ofSeconds(2), pauses.all().get(0));
    assertEquals(Duration.ofSeconds(7), pauses.all().get(3));
    assertEquals(
        List.of("wait=25", "wait=25", "wait=25", "respond-async", "wait=25"),
        server.received("GET " + BATCH).stream().map(sent -> sent.header("Prefer")).toList());
  }

  @Test
  void aBatchThatDoesNotEndInTimeGoesOn() {
    server.on("GET " + BATCH, json(200, batch(1)));
    AnteroomClient brief = server.client().waitTimeout(Duration.ofMillis(500)).build();
    BatchTimeoutException timeout =
        assertThrows(
            BatchTimeoutException.class, () -> await(brief.batches().awaitEnd(TaskJson.ID)));
    assertEquals(TaskJson.ID, timeout.batchId());
  }

  @Test
  void aBatchIsCancelled() {
    server.on("DELETE " + BATCH, cut(), json(202, batch(1)));
    assertEquals(1, await(client.batches().cancel(TaskJson.ID)).open());
    assertEquals("wait=10", server.received("DELETE " + BATCH).get(1).header("Prefer"));
  }

  @Test
  void aRetryIsRepeatedWithTheSameKey() {
    UUID task = UUID.fromString("01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e63");
    String retried =
        "{\"batch_id\":\"%s\",\"items\":[{\"task_id\":\"%s\",\"retry_of\":\"%s\"}]}"
            .formatted(task, task, TaskJson.ID);
    server.on("POST " + BATCH + "/retry", cut(), json(202, retried));
    BatchReceipt receipt = await(client.batches().retry(TaskJson.ID));
    assertEquals(task, receipt.items().get(0).taskId().orElseThrow());
    assertEquals(TaskJson.ID, receipt.items().get(0).retryOf().orElseThrow());
    List<Received> sent = server.received("POST " + BATCH + "/retry");
    assertEquals(sent.get(0).header("Idempotency-Key"), sent.get(1).header("Idempotency-Key"));
    assertEquals("", sent.get(1).body());
  }

  @Test
  void whatHasNotFailedIsNotRetried() {
    server.on("POST " + BATCH + "/retry", json(409, TaskJson.problem(409, "not-retryable")));
    ProblemException refused =
        assertThrows(ProblemException.class, () -> await(client.batches().retry(TaskJson.ID)));
    assertEquals("not-retryable", refused.problem().name());
  }

  /** The stream ends by itself, and 204 says that there is no more. */
  @Test
  void theEventsOfABatchAreReadToTheLast() throws Exception {
    server.on(
        "GET " + BATCH + "/events",
        stream(event(1, "DONE")),
        html(503),
        stream(event(2, "DONE")),
        exchange -> exchange.sendResponseHeaders(204, -1));
    RecordingSubscriber events = new RecordingSubscriber(Long.MAX_VALUE);
    client.batches().events(TaskJson.ID).subscribe(events);
    events.end.get(60, TimeUnit.SECONDS);
    assertEquals(List.of("1", "2"), events.ids());
    List<Received> sent = server.received("GET " + BATCH + "/events");
    assertEquals("2", sent.get(3).header("Last-Event-ID"));
  }

  @Test
  void aListIsReadPageByPage() {
    String page = "{\"results\":[%s],\"pagination\":{\"next_cursor\":%s}}";
    server.on(
        "GET /batches",
        json(200, page.formatted(batch(1), "\"" + TaskJson.ID + "\"")),
        json(200, page.formatted(batch(0), "null")));
    BatchFilter filter = BatchFilter.all().reference("import 17").ended(true);
    try (Stream<Batch> batches = client.batches().stream(filter)) {
      assertEquals(List.of(1, 0), batches.map(Batch::open).toList());
    }
    List<Received> sent = server.received("GET /batches");
    for (String parameter : List.of("reference=import%2017", "ended=true", "page_size=100")) {
      assertTrue(sent.get(0).query().contains(parameter), sent.get(0).query());
    }
    assertTrue(sent.get(1).query().contains("after=" + TaskJson.ID), sent.get(1).query());
  }

  private static String batch(int open) {
    return "{\"batch_id\":\"%s\",\"total\":2,\"open\":%d,\"refused\":0,\"counts\":{\"DONE\":%d}}"
        .formatted(TaskJson.ID, open, 2 - open);
  }
}
