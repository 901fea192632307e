package io.anteroom.api.events;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.EventStreamReader;
import io.anteroom.EventStreamReader.Event;
import io.anteroom.RawConnection;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.waiting.stream.EventFeeds;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class EventStreamTest {

  @Inject EventFeeds feeds;

  /** Every stream of a test must be closed. */
  @AfterEach
  void everyStreamIsClosed() {
    Awaitility.await().until(() -> feeds.size() == 0);
  }

  @Test
  void aTasksStreamHasItsEventsAndEnds() {
    String id = TestCalls.endedTextTask("streamed");
    try (EventStreamReader reader = open("/tasks/" + id + "/events", null)) {
      Awaitility.await().until(reader::hasEnded);
      assertEquals(200, reader.status());
      assertEquals("no-store", reader.headers().firstValue("Cache-Control").orElse(null));
      assertEquals("no", reader.headers().firstValue("X-Accel-Buffering").orElse(null));
      assertTrue(
          reader.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
      List<Event> events = reader.events();
      assertEquals(IntStream.rangeClosed(1, events.size()).boxed().toList(), numbers(events));
      Event last = events.get(events.size() - 1);
      assertEquals("task.done", last.name());
      assertEquals("DONE", last.data().path("status").asText());
      assertEquals("ended", last.data().path("phase").asText());
      assertEquals(id, last.task());
      assertFalse(last.data().has("error"));
      events.subList(0, events.size() - 1).forEach(e -> assertEquals("task.updated", e.name()));
    }
  }

  @Test
  void eachEventHasTheReferenceOfItsTask() {
    String id =
        TestCalls.json(
                "{\"text\": \"named\", \"collection_id\": \"c\", \"reference\": \"page-17\"}")
            .post("/index-and-wait")
            .path("task_id");
    try (EventStreamReader reader = open("/tasks/" + id + "/events", null)) {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(reader::hasEnded);
      assertFalse(reader.events().isEmpty());
      reader
          .events()
          .forEach(event -> assertEquals("page-17", event.data().path("reference").asText()));
    }
  }

  @Test
  void aTasksStreamResumesAfterTheLastEventAndIs204AfterTheEnd() {
    String id = TestCalls.endedTextTask("resumed");
    int newest = newest(id);
    try (EventStreamReader reader = open("/tasks/" + id + "/events", "1")) {
      Awaitility.await().until(reader::hasEnded);
      assertEquals(IntStream.rangeClosed(2, newest).boxed().toList(), numbers(reader.events()));
    }
    alice()
        .header("Last-Event-ID", newest)
        .get("/tasks/" + id + "/events")
        .then()
        .statusCode(204)
        .body(equalTo(""));
  }

  @Test
  void aClientsStreamHasNewEventsOfItsOwnTasks() {
    try (EventStreamReader ofAlice = open("/events", null);
        EventStreamReader ofBob =
            EventStreamReader.open(
                RestAssured.baseURI + url("/events"), TestEnvironment.BOB, null)) {
      Awaitility.await().until(() -> ofAlice.lastId() != null && ofBob.lastId() != null);
      String id = TestCalls.endedTextTask("for alice");
      Awaitility.await()
          .until(
              () ->
                  ofAlice.events().stream()
                      .anyMatch(e -> e.task().equals(id) && e.name().equals("task.done")));
      assertEquals(IntStream.rangeClosed(1, newest(id)).boxed().toList(), numbersOf(ofAlice, id));
      assertEquals(List.of(), ofBob.events());
    }
  }

  /** A stream without an event so far has an id to resume from, too. */
  @Test
  void aClientsStreamResumesWhereItBegan() {
    String place;
    try (EventStreamReader reader = open("/events", null)) {
      Awaitility.await().until(() -> reader.lastId() != null);
      place = reader.lastId();
    }
    String id = TestCalls.endedTextTask("meanwhile");
    try (EventStreamReader reader = open("/events", place)) {
      Awaitility.await().until(() -> numbersOf(reader, id).size() >= newest(id));
      assertEquals(IntStream.rangeClosed(1, newest(id)).boxed().toList(), numbersOf(reader, id));
    }
  }

  /** One task serves all checks, since a task costs more than a check. */
  @Test
  void anUnknownEventIdOfATaskIs400() {
    String id = TestCalls.endedTextTask("malformed");
    List.of("x", "-1", "1-2", "99999", "1 2", "99999999999", "1;drop", "0x1")
        .forEach(lastId -> refused("/tasks/" + id + "/events", lastId));
  }

  @Test
  void anUnknownEventIdOfAClientIs400() {
    List.of(
            "x",
            "5",
            "-",
            "1-",
            "-1",
            "1-2-3",
            "a-b",
            "1-99999999999999999999",
            "99999999999999999999-1",
            "18446744073709551615-1",
            "1--1")
        .forEach(lastId -> refused("/events", lastId));
  }

  @Test
  void aTaskOfAnotherClientIs404() {
    String id = TestCalls.endedTextTask("private");
    for (String path :
        List.of("/tasks/" + id + "/events", "/tasks/" + UUID.randomUUID() + "/events")) {
      bob().get(path).then().statusCode(404).body("type", equalTo("/problems/task-not-found"));
    }
    alice()
        .get("/tasks/nothing/events")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-task-id"));
  }

  @Test
  void noKeyIs401() {
    for (String path : List.of("/events", "/tasks/" + UUID.randomUUID() + "/events")) {
      given().get(path).then().statusCode(401).header("WWW-Authenticate", startsWith("Bearer"));
    }
  }

  @Test
  void otherFormatsAre406() {
    alice().accept("application/json").get("/events").then().statusCode(406);
  }

  /** Its answer is the headers alone, so that the connection takes the next request at once. */
  @Test
  void aHeadRequestHoldsNoStream() throws IOException {
    String id = TestCalls.endedTextTask("head");
    try (RawConnection connection = RawConnection.open(RestAssured.port)) {
      for (String path : List.of("/events", "/tasks/" + id + "/events", "/events")) {
        List<String> head = connection.ask("HEAD", path, TestEnvironment.ALICE);
        assertEquals("HTTP/1.1 200 OK", head.get(0));
        assertTrue(head.stream().anyMatch(line -> line.matches("(?i)content-type: text/event-.*")));
        assertTrue(head.contains("X-Accel-Buffering: no"), head.toString());
        Awaitility.await().until(() -> feeds.size() == 0);
      }
      assertEquals(
          "HTTP/1.1 200 OK", connection.ask("GET", "/quota", TestEnvironment.ALICE).get(0));
    }
  }

  @Test
  void aChangeIsSeenAtOnceInBothStreams() {
    String id =
        json("{\"text\": \"live\", \"collection_id\": \"c\"}")
            .header("Prefer", "respond-async")
            .post("/index-and-wait")
            .path("task_id");
    try (EventStreamReader reader = open("/tasks/" + id + "/events", null)) {
      Awaitility.await().until(reader::hasEnded);
      assertEquals(numbers(reader.events()).size(), newest(id));
    }
  }

  private static void refused(String path, String lastId) {
    alice()
        .header("Last-Event-ID", lastId)
        .get(path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/malformed-event-id"))
        .body("field", equalTo("Last-Event-ID"));
  }

  private static EventStreamReader open(String path, String lastId) {
    return EventStreamReader.open(RestAssured.baseURI + url(path), TestEnvironment.ALICE, lastId);
  }

  private static String url(String path) {
    return ":" + RestAssured.port + path;
  }

  private static int newest(String id) {
    String tag = alice().get("/tasks/" + id).header("ETag");
    return Integer.parseInt(tag.replaceAll("\\D", ""));
  }

  private static List<Integer> numbersOf(EventStreamReader reader, String task) {
    return numbers(reader.events().stream().filter(e -> e.task().equals(task)).toList());
  }

  private static List<Integer> numbers(List<Event> events) {
    return events.stream().map(Event::no).toList();
  }
}
