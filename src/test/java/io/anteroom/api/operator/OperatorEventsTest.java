package io.anteroom.api.operator;

import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.EventStreamReader;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An operator reads the events of all clients, and sees who reads streams. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class OperatorEventsTest {

  @Test
  void theEventsOfAllClientsComeInOneStream() {
    try (EventStreamReader all = open("/events")) {
      Awaitility.await().until(() -> all.lastId() != null);
      Set<String> tasks =
          Set.of(
              TestCalls.index(TestEnvironment.ALICE, "franks", "a").task(),
              TestCalls.index(TestEnvironment.BOB, "franks", "b").task(),
              TestCalls.index(TestEnvironment.FRANK, "franks", "c").task());
      Awaitility.await().until(() -> ended(all).containsAll(tasks));
      assertEquals(
          Set.of("alice", "bob", "frank"),
          all.events().stream()
              .filter(event -> tasks.contains(event.task()))
              .map(event -> event.data().path("client").asText())
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void theEventsOfATaskEnd() {
    String id = TestCalls.endedTextTask("seen by an operator");
    try (EventStreamReader one = open("/tasks/" + id + "/events")) {
      Awaitility.await().until(one::hasEnded);
      assertEquals("task.done", one.events().get(one.events().size() - 1).name());
      assertEquals("alice", one.events().get(0).data().path("client").asText());
    }
  }

  @Test
  void whoWaitsIsReportedByClient() {
    try (EventStreamReader stream =
        EventStreamReader.open(
            RestAssured.baseURI + ":" + RestAssured.port + "/events",
            TestEnvironment.FRANK,
            null)) {
      Awaitility.await()
          .untilAsserted(
              () ->
                  reader()
                      .get("/replicas")
                      .then()
                      .body(
                          "replicas.find { it.self }.waiting.find { it.client == 'frank' }.streams",
                          equalTo(1)));
    }
  }

  private static Set<String> ended(EventStreamReader stream) {
    return stream.events().stream()
        .filter(event -> event.name().equals("task.done"))
        .map(EventStreamReader.Event::task)
        .collect(Collectors.toSet());
  }

  private static EventStreamReader open(String path) {
    return EventStreamReader.open(
        RestAssured.baseURI + ":" + RestAssured.port + path, TestEnvironment.READER, null);
  }

  private static RequestSpecification reader() {
    return of(TestEnvironment.READER);
  }
}
