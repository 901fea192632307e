package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.TaskJson.done;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.ScriptedServer.Received;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.Task;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndexAndWaitTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String READ = "GET /tasks/" + TaskJson.ID;
  private static final IndexRequest TEXT = IndexRequest.text("a text", "rivers");

  private final ScriptedServer server = new ScriptedServer();
  private final RecordedPauses pauses = new RecordedPauses();
  private final AnteroomClient client = server.client().pauses(pauses).build();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void oneRequestIsEnoughIfTheTaskEndsInTime() {
    server.on(ACCEPT, json(200, done()));
    IndexRequest request =
        TEXT.reference("page-17")
            .priority(10)
            .deadline(Duration.ofHours(1))
            .callbackUrl(URI.create("https://example.com/hook"))
            .metadata(Map.of("river", "Neckar"))
            .field("video_settings", List.of(Map.of("interval_sec", 5)));
    Task task = await(client.indexAndWait(request));
    assertEquals("asset-7", task.assetId().orElseThrow());
    assertEquals(1, server.count());
    Received sent = server.received(ACCEPT).get(0);
    assertEquals("Bearer key-of-the-test", sent.header("Authorization"));
    assertEquals("2024-12-01", sent.header("Api-Version"));
    assertEquals("application/json", sent.header("Content-Type"));
    assertEquals("wait=25", sent.header("Prefer"));
    assertEquals(
        "{\"text\":\"a text\",\"collection_id\":\"rivers\",\"reference\":\"page-17\",\"priority\":10,"
            + "\"deadline_seconds\":3600,\"callback_url\":\"https://example.com/hook\","
            + "\"metadata\":{\"river\":\"Neckar\"},\"video_settings\":[{\"interval_sec\":5}]}",
        sent.body());
  }

  @Test
  void aRequestCanBeGivenAsJson() {
    server.on(ACCEPT, json(200, done()));
    String body = "{\"url\":\"https://example.com/a\",\"collection_id\":\"c\",\"n\":1.10}";
    await(client.indexAndWait(IndexRequest.json(JsonObject.parse(body))));
    assertEquals(body, server.received(ACCEPT).get(0).body());
  }

  @Test
  void afterACutTheSameRequestIsSentAgainWithTheSameKey() {
    server.on(ACCEPT, cut(), cut(), json(200, done()));
    await(client.indexAndWait(TEXT));
    List<Received> sent = server.received(ACCEPT);
    assertEquals(3, sent.size());
    assertEquals(1, sent.stream().map(Received::body).distinct().count());
    assertEquals(1, keys(sent).size());
    await(client.indexAndWait(TEXT));
    assertEquals(2, keys(server.received(ACCEPT)).size(), "another call has another key");
  }

  @Test
  void aKeyOfYourOwnIsUsed() {
    server.on(ACCEPT, json(200, done()));
    await(client.indexAndWait(TEXT.idempotencyKey("import-17")));
    assertEquals(Set.of("import-17"), keys(server.received(ACCEPT)));
  }

  @Test
  void afterTheAcceptTheTaskIsReadUntilItsEnd() {
    server
        .on(ACCEPT, json(202, running(), "Retry-After", "12"))
        .on(READ, cut(), html(503), json(200, done()));
    assertEquals("asset-7", await(client.indexAndWait(TEXT)).assetId().orElseThrow());
    assertEquals(1, server.received(ACCEPT).size(), "an accepted task is not sent again");
  }

  @Test
  void whatCannotBeReadYetIsReadLater() {
    String unread = "{\"task_id\":\"%s\",\"message\":\"Task accepted\"}".formatted(TaskJson.ID);
    server.on(ACCEPT, json(202, unread)).on(READ, json(200, done()));
    assertTrue(await(client.indexAndWait(TEXT)).hasEnded());
  }

  @Test
  void aServiceThatDoesNotHoldResponsesBackIsAskedOnceASecond() {
    server
        .on(ACCEPT, json(202, running()))
        .on(
            READ,
            json(200, running()),
            json(200, running(), "Retry-After", "7"),
            json(200, done()));
    await(client.indexAndWait(TEXT));
    assertEquals(
        List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(7)), pauses.all());
  }

  @Test
  void retryAfterIsHonoured() {
    server.on(
        ACCEPT,
        json(429, TaskJson.problem(429, "queue-full"), "Retry-After", "30"),
        html(503, "Retry-After", "2"),
        html(502),
        json(200, done()));
    await(client.indexAndWait(TEXT));
    assertBetween(Duration.ofSeconds(30), Duration.ofSeconds(33), pauses.all().get(0));
    assertBetween(Duration.ofSeconds(2), Duration.ofMillis(2200), pauses.all().get(1));
    assertBetween(Duration.ofMillis(400), Duration.ofMillis(800), pauses.all().get(2));
  }

  @Test
  void pausesGrowAndEnd() {
    server.on(ACCEPT, cut(), cut(), cut(), cut(), cut(), cut(), cut(), cut(), json(200, done()));
    await(client.indexAndWait(TEXT));
    assertBetween(Duration.ofMillis(100), Duration.ofMillis(200), pauses.all().get(0));
    assertBetween(Duration.ofMillis(2500), Duration.ofMillis(5000), pauses.all().get(7));
    assertNotEquals(pauses.all().get(6), pauses.all().get(7), "they are random");
  }

  @Test
  void aSilentConnectionIsGivenUp() {
    AnteroomClient impatient =
        server
            .client()
            .responseTimeout(Duration.ofMillis(200))
            .waitPerRequest(Duration.ofMillis(100))
            .build();
    CountDownLatch never = new CountDownLatch(1);
    server.on(ACCEPT, exchange -> never.await(), json(200, done()));
    assertTrue(await(impatient.indexAndWait(TEXT)).hasEnded());
    assertEquals(2, server.received(ACCEPT).size());
  }

  @Test
  void aTaskOfBeforeIsWaitedFor() {
    server.on(READ, json(200, running()), json(200, done()));
    Task task = await(client.awaitEnd(TaskJson.ID, WaitOptions.usual()));
    assertTrue(task.hasEnded());
    assertEquals("wait=25", server.received(READ).get(0).header("Prefer"));
  }

  @Test
  void aSubmitDoesNotWait() {
    server.on(ACCEPT, cut(), json(202, running()));
    assertEquals(TaskJson.ID, await(client.submit(TEXT)).id());
    List<Received> sent = server.received(ACCEPT);
    assertEquals("respond-async", sent.get(0).header("Prefer"));
    assertEquals(1, keys(sent).size());
  }

  private static Set<String> keys(List<Received> requests) {
    return requests.stream()
        .map(request -> request.header("Idempotency-Key"))
        .collect(Collectors.toSet());
  }

  private static void assertBetween(Duration least, Duration most, Duration actual) {
    assertTrue(actual.compareTo(least) >= 0 && actual.compareTo(most) <= 0, actual.toString());
  }
}
