package io.anteroom.api.events;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.EventStreamReader;
import io.anteroom.EventStreamReader.Event;
import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.waiting.stream.EventFeeds;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code GET /batches/{id}/events}. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchEventsTest {

  private static final String TEXT = "{\"text\": \"x\", \"collection_id\": \"c\"}";

  @Inject EventFeeds feeds;

  @AfterEach
  void heal() {
    SandboxControl.ofTest().processTextsIn(0);
    Awaitility.await().until(() -> feeds.size() == 0);
  }

  @Test
  void hasTheEventsOfItsTasksInOrderAndEnds() {
    Response batch = accept(3, "wait=20");
    TestCalls.endedTextTask("of no batch");
    List<Event> events = read(batch.path("batch_id"), null);
    List<String> tasks = batch.path("items.task_id");
    assertEquals(new HashSet<>(tasks), new HashSet<>(events.stream().map(Event::task).toList()));
    for (String task : tasks) {
      List<Event> own = events.stream().filter(event -> event.task().equals(task)).toList();
      assertEquals(
          IntStream.rangeClosed(1, own.size()).boxed().toList(),
          own.stream().map(Event::no).toList());
      assertEquals("task.done", own.get(own.size() - 1).name());
    }
  }

  /** After each of its events in turn: nothing is missed, and nothing comes twice. */
  @Test
  void resumesAfterTheLastEventAndIs204AfterTheEnd() {
    String batch = accept(2, "wait=20").path("batch_id");
    List<Event> all = read(batch, null);
    for (int i = 0; i < all.size() - 1; i++) {
      assertEquals(all.subList(i + 1, all.size()), read(batch, all.get(i).id()));
    }
    alice()
        .header("Last-Event-ID", all.get(all.size() - 1).id())
        .get("/batches/" + batch + "/events")
        .then()
        .statusCode(204)
        .body(equalTo(""));
  }

  @Test
  void endsAfterTheLastEndAndNotBefore() {
    SandboxControl.ofTest().processTextsIn(60_000);
    Response batch = accept(2, "respond-async");
    List<String> tasks = new ArrayList<>(batch.<List<String>>path("items.task_id"));
    Collections.reverse(tasks);
    try (EventStreamReader reader = open(batch.path("batch_id"), null)) {
      Awaitility.await().until(() -> reader.events().size() >= 2);
      alice().header("Prefer", "wait=20").delete("/tasks/" + tasks.get(0)).then().statusCode(200);
      Awaitility.await().until(() -> isCancelled(reader, tasks.get(0)));
      assertFalse(reader.hasEnded());
      alice().header("Prefer", "wait=20").delete("/tasks/" + tasks.get(1)).then().statusCode(200);
      Awaitility.await().until(reader::hasEnded);
      assertTrue(isCancelled(reader, tasks.get(1)));
    }
  }

  @Test
  void aReaderThatHangsUpIsForgotten() {
    SandboxControl.ofTest().processTextsIn(60_000);
    String batch = accept(1, "respond-async").path("batch_id");
    try (EventStreamReader reader = open(batch, null)) {
      Awaitility.await().until(() -> !reader.events().isEmpty());
      assertEquals(1, feeds.size());
    }
    Awaitility.await().until(() -> feeds.size() == 0);
    alice().delete("/batches/" + batch);
  }

  @Test
  void whatCannotBeStreamedIsRefused() {
    String batch = accept(1, "wait=20").path("batch_id");
    String events = "/batches/" + batch + "/events";
    bob().get(events).then().statusCode(404).body("type", equalTo("/problems/batch-not-found"));
    alice().get("/batches/" + UUID.randomUUID() + "/events").then().statusCode(404);
    alice()
        .get("/batches/17/events")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-batch-id"));
    for (String id : List.of("x", "1", "1-", "-1-1", "1-2-3", "1;drop", "99999999999999999999-1")) {
      alice()
          .header("Last-Event-ID", id)
          .get(events)
          .then()
          .statusCode(400)
          .body("type", equalTo("/problems/malformed-event-id"));
    }
  }

  private static boolean isCancelled(EventStreamReader reader, String task) {
    return reader.events().stream()
        .anyMatch(event -> event.task().equals(task) && event.name().equals("task.cancelled"));
  }

  private static List<Event> read(String batch, String lastId) {
    try (EventStreamReader reader = open(batch, lastId)) {
      Awaitility.await().until(reader::hasEnded);
      assertEquals(200, reader.status());
      return List.copyOf(reader.events());
    }
  }

  private static EventStreamReader open(String batch, String lastId) {
    String url = RestAssured.baseURI + ":" + RestAssured.port + "/batches/" + batch + "/events";
    return EventStreamReader.open(url, TestEnvironment.ALICE, lastId);
  }

  private static Response accept(int tasks, String prefer) {
    String items = String.join(",", Collections.nCopies(tasks, TEXT));
    return json("{\"items\": [" + items + "]}").header("Prefer", prefer).post("/index/batch");
  }
}
