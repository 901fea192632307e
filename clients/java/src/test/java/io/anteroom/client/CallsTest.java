package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.TaskJson.done;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.ScriptedServer.Received;
import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.request.FileSource;
import io.anteroom.client.request.SearchRequest;
import io.anteroom.client.request.TaskFilter;
import io.anteroom.client.response.SearchPage;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskStatus;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls about tasks, searches, and settings. */
class CallsTest {

  private static final String TASK = "/tasks/" + TaskJson.ID;
  private static final String PAGE =
      "{\"results\":[%s],\"pagination\":{\"next_cursor\":%s,\"total\":3}}";

  private final ScriptedServer server = new ScriptedServer();
  private final RecordedPauses pauses = new RecordedPauses();
  private final AnteroomClient client = server.client().pauses(pauses).build();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aTaskIsRead() {
    server.on("GET " + TASK, cut(), json(200, done()));
    assertEquals(TaskStatus.DONE, await(client.tasks().get(TaskJson.ID)).status());
  }

  @Test
  void aTaskOfAnotherIsAProblem() {
    server.on("GET " + TASK, json(404, TaskJson.problem(404, "task-not-found")));
    ProblemException refused =
        assertThrows(ProblemException.class, () -> await(client.tasks().get(TaskJson.ID)));
    assertEquals("task-not-found", refused.problem().name());
  }

  @Test
  void aCancelIsRepeated() {
    server.on("DELETE " + TASK, cut(), json(202, running()));
    Task task = await(client.tasks().cancel(TaskJson.ID));
    assertEquals(TaskJson.ID, task.id());
    assertEquals("wait=10", server.received("DELETE " + TASK).get(1).header("Prefer"));
  }

  @Test
  void aRetryIsRepeatedWithTheSameKey() {
    server.on("POST " + TASK + "/retry", cut(), json(202, running()));
    await(client.tasks().retry(TaskJson.ID));
    List<Received> sent = server.received("POST " + TASK + "/retry");
    assertEquals(sent.get(0).header("Idempotency-Key"), sent.get(1).header("Idempotency-Key"));
  }

  @Test
  void aListIsReadPageByPageAsItIsUsed() {
    String cursor = "\"" + TaskJson.ID + "\"";
    server.on(
        "GET /tasks",
        json(200, PAGE.formatted(running() + "," + running(), cursor)),
        json(200, PAGE.formatted(done(), "null")));
    TaskFilter filter =
        TaskFilter.all()
            .status(TaskStatus.DONE, TaskStatus.FAILED)
            .kind("url", "text")
            .collectionId("a & b")
            .reference("größe=1")
            .batch(TaskJson.ID)
            .createdAfter(Instant.parse("2024-12-01T10:00:00Z"))
            .createdBefore(Instant.parse("2024-12-02T10:00:00Z"));
    try (Stream<Task> tasks = client.tasks().stream(filter)) {
      assertEquals(2, tasks.limit(2).count());
    }
    assertEquals(1, server.count(), "the second page was not needed");
    String query = server.received("GET /tasks").get(0).query();
    for (String parameter :
        List.of(
            "status=DONE%2CFAILED",
            "kind=url%2Ctext",
            "collection_id=a%20%26%20b",
            "reference=gr%C3%B6%C3%9Fe%3D1",
            "batch=" + TaskJson.ID,
            "created_after=2024-12-01T10%3A00%3A00Z",
            "page_size=100")) {
      assertTrue(("&" + query + "&").contains("&" + parameter + "&"), query);
    }
    server.on("GET /tasks", json(200, PAGE.formatted(running(), cursor)));
    assertEquals(1, client.tasks().stream(TaskFilter.all()).count());
  }

  @Test
  void allPagesOfAListAreRead() {
    server.on(
        "GET /tasks",
        json(200, PAGE.formatted(running(), "\"" + TaskJson.ID + "\"")),
        json(200, PAGE.formatted(done(), "null")));
    List<TaskStatus> statuses = client.tasks().stream(TaskFilter.all()).map(Task::status).toList();
    assertEquals(List.of(TaskStatus.PROCESSING, TaskStatus.DONE), statuses);
    String query = server.received("GET /tasks").get(1).query();
    assertTrue(query.contains("after=" + TaskJson.ID), query);
  }

  @Test
  void aSearchWaitsForItsTurn() {
    server.on(
        "POST /search/text",
        json(429, TaskJson.problem(429, "quota-exhausted"), "Retry-After", "1"),
        json(200, "{\"results\":[{\"asset_id\":\"asset-7\"}],\"pagination\":{\"total\":1}}"));
    SearchPage found =
        await(
            client.search(
                SearchRequest.text("rivers")
                    .filters(Map.of("AND", List.of()))
                    .page(2, 50)
                    .maxWait(Duration.ofSeconds(30))));
    assertEquals("asset-7", found.results().get(0).string("asset_id").orElseThrow());
    assertEquals(1, found.total().orElseThrow());
    Received sent = server.received("POST /search/text").get(1);
    assertEquals("{\"query\":\"rivers\",\"filters\":{\"AND\":[]}}", sent.body());
    assertEquals("wait=30", sent.header("Prefer"));
    assertTrue(sent.query().contains("page=2") && sent.query().contains("page_size=50"));
  }

  @Test
  void aSearchByFileIsAForm() {
    server.on("POST /search/upload", json(200, "{\"results\":[]}"));
    FileSource file = FileSource.of("a.png", InputStream::nullInputStream).type("image/png");
    assertEquals(List.of(), await(client.search(SearchRequest.file(file))).results());
    String body = server.received("POST /search/upload").get(0).body();
    assertTrue(body.contains("filename=\"a.png\"\r\nContent-Type: image/png\r\n"), body);
  }

  @Test
  void theBaseUriMayHaveAPath() {
    server.on("GET /anteroom" + TASK, json(200, done()));
    URI base = URI.create(server.uri() + "/anteroom/");
    await(AnteroomClient.builder(base, "key").build().tasks().get(TaskJson.ID));
    assertEquals(1, server.count());
  }

  @Test
  void wrongSettingsAreRefusedAtOnce() {
    URI http = server.uri();
    assertThrows(
        IllegalArgumentException.class, () -> AnteroomClient.builder(URI.create("ftp://a"), "k"));
    assertThrows(
        IllegalArgumentException.class, () -> AnteroomClient.builder(URI.create("/path"), "k"));
    IllegalArgumentException key =
        assertThrows(
            IllegalArgumentException.class, () -> AnteroomClient.builder(http, "secret\nkey"));
    assertTrue(!key.getMessage().contains("secret"));
    AnteroomClientBuilder builder = AnteroomClient.builder(http, "k");
    assertThrows(IllegalArgumentException.class, () -> builder.callTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.firstConnectTimeout(Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> builder.waitPerRequest(Duration.ofSeconds(601)));
  }
}
