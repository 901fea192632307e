package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.TaskJson.done;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.failure.UnreadableResponseException;
import io.anteroom.client.request.BatchFilter;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.SearchRequest;
import io.anteroom.client.request.TaskFilter;
import io.anteroom.client.response.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of something between the client and Anteroom. */
class ForeignResponseTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String TASK = "GET /tasks/" + TaskJson.ID;
  private static final IndexRequest TEXT = IndexRequest.text("a text", "rivers");

  private final ScriptedServer server = new ScriptedServer();
  private final RecordedPauses pauses = new RecordedPauses();
  private final AnteroomClient client = server.client().pauses(pauses).build();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"status\":\"ok\"}", "{\"results\":null}", "{\"results\":7}"})
  void whatIsNoListIsNoEmptyList(String body) {
    server
        .on("GET /tasks", json(200, body))
        .on("GET /batches", json(200, body))
        .on("POST /search/text", json(200, body));
    assertUnreadable(() -> client.tasks().stream(TaskFilter.all()).toList());
    assertUnreadable(() -> await(client.batches().page(BatchFilter.all())));
    assertUnreadable(() -> await(client.search(SearchRequest.text("x"))));
  }

  @Test
  void noContentIsNoEmptyList() {
    server.on("GET /tasks", json(204, ""));
    assertUnreadable(() -> client.tasks().stream(TaskFilter.all()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"task_id\":null}", "{\"task_id\":7}"})
  void whatIsNoTaskIsUnreadable(String body) {
    server.on(ACCEPT, json(202, body)).on(TASK, json(200, body));
    assertUnreadable(() -> await(client.indexAndWait(TEXT)));
    assertUnreadable(() -> await(client.tasks().get(TaskJson.ID)));
    assertEquals(2, server.count(), "it is not repeated: the address may be wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"unavailable\",\"detail\":[{\"msg\":\"draining\"}]}",
        "{\"type\":\"unavailable\",\"detail\":{},\"title\":7}",
        "{\"type\":\"unavailable\",\"field\":[],\"task_id\":\"none\"}",
        "{\"type\":[1]}",
        "[1]",
        ""
      })
  void anErrorOfAnotherFormIsRepeatedAfterItsTime(String body) {
    server.on(TASK, json(503, body, "Retry-After", "5"), json(200, done()));
    assertEquals(TaskStatus.DONE, await(client.tasks().get(TaskJson.ID)).status());
    assertEquals(1, pauses.all().size());
    assertTrue(pauses.all().get(0).compareTo(Duration.ofSeconds(5)) >= 0, pauses.all().toString());
    server.on("GET /batches", json(400, body));
    ProblemException refused =
        assertThrows(ProblemException.class, () -> await(client.batches().page(BatchFilter.all())));
    assertEquals(400, refused.problem().status());
    assertTrue(refused.problem().taskId().isEmpty());
  }

  @Test
  void aPageDuringAWaitIsPassing() {
    server
        .on(ACCEPT, json(202, running()))
        .on(TASK + "/events", html(200))
        .on(TASK, html(200), html(200), json(200, done()));
    assertEquals(TaskStatus.DONE, await(client.indexAndWait(TEXT)).status());
  }

  private static void assertUnreadable(Runnable call) {
    assertThrows(UnreadableResponseException.class, call::run);
  }
}
