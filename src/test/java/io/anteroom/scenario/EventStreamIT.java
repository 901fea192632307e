package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.EventStreamReader;
import io.anteroom.EventStreamReader.Event;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Event streams over real processes: one replica works, the others only read. */
@TestMethodOrder(OrderAnnotation.class)
class EventStreamIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int TASKS = 300;
  private static final String HEAP = "-Xmx128m";
  private static final String CAROL = "carol-key-0123456789abcdef0123456789";

  private static ScenarioServers servers;
  private static AnteroomProcess working;
  private static AnteroomProcess reading;
  private static AnteroomProcess doomed;

  @BeforeAll
  static void start() {
    servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
    CompletableFuture<AnteroomProcess> first = starting("events-works", "true");
    CompletableFuture<AnteroomProcess> second = starting("events-reads", "false");
    CompletableFuture<AnteroomProcess> third = starting("events-doomed", "false");
    working = first.join();
    reading = second.join();
    doomed = third.join();
  }

  @AfterAll
  static void stop() {
    doomed.kill();
    reading.close();
    working.close();
    servers.close();
  }

  /** The stream is cut off again and again, at the end by kill -9, while tasks begin and end. */
  @Test
  void aStreamResumesOnAnotherReplica() {
    List<Event> seen = new ArrayList<>();
    List<CompletableFuture<?>> accepts = new ArrayList<>();
    String place = readUntil(working, null, seen, 0);
    for (AnteroomProcess replica : List.of(reading, working, reading, doomed)) {
      accepts.add(
          CompletableFuture.runAsync(
              () -> ScenarioRequests.acceptTexts(working, TASKS / 4, "events")));
      place = readUntil(replica, place, seen, TASKS / 4);
    }
    try (EventStreamReader last = open(working, "/events", TestEnvironment.ALICE, place)) {
      Awaitility.await().atMost(SOON).until(() -> ends(seen) + ends(last.events()) == TASKS);
      seen.addAll(last.events());
    }
    accepts.forEach(CompletableFuture::join);

    assertEquals(
        servers.number("select count(*) from task_event where client = 'alice'"), seen.size());
    assertOnceAndInOrder(seen);
  }

  @Test
  void aTasksStreamEndsWithItsLastEvent() {
    String id = ScenarioRequests.acceptTextAs(reading, TestEnvironment.BOB, "events");
    String path = "/tasks/" + id + "/events";
    try (EventStreamReader reader = open(reading, path, TestEnvironment.BOB, null)) {
      Awaitility.await().atMost(SOON).until(reader::hasEnded);
      List<Event> events = reader.events();
      assertEquals("task.done", events.get(events.size() - 1).name());
      assertOnceAndInOrder(events);
      try (EventStreamReader resumed = open(working, path, TestEnvironment.BOB, reader.lastId())) {
        assertEquals(204, resumed.status());
      }
    }
  }

  @Test
  void curlReadsIt() throws IOException, InterruptedException {
    Curl.assumeThere();
    String id = ScenarioRequests.acceptTextAs(working, TestEnvironment.BOB, "events");
    String output = Curl.read(working.url("/tasks/" + id + "/events"), TestEnvironment.BOB);
    assertTrue(output.contains("id: 1\nevent: task.updated\ndata: {\"task_id\":\"" + id), output);
    assertTrue(output.contains("event: task.done\n"), output);
  }

  @Test
  void aSilentStreamHasHeartbeats() {
    try (EventStreamReader reader = open(working, "/events", TestEnvironment.BOB, null)) {
      Awaitility.await().atMost(SOON).until(() -> reader.comments() >= 3);
    }
    Awaitility.await().atMost(SOON).until(() -> streams(working) == 0);
  }

  /** Each of them could have 50 MB, more than the heap has for all; the server holds a page. */
  @Test
  void aReaderThatDoesNotReadIsDropped() {
    servers.number(
        """
        with many as (
          insert into task_event (task_id, client, no, status, phase)
          select gen_random_uuid(), 'carol', 1, 'PROCESSING', 'running'
          from generate_series(1, 200000) returning 1)
        select count(*) from many
        """);
    List<SilentReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        readers.add(SilentReader.open(working.url("/events"), CAROL, "3-0"));
      }
      Awaitility.await().atMost(SOON).until(() -> streams(working) == 4);
      try (EventStreamReader fifth = open(working, "/events", CAROL, null)) {
        assertEquals(429, fifth.status());
        assertTrue(fifth.headers().firstValue("Retry-After").isPresent());
      }
      Awaitility.await().atMost(SOON).until(() -> streams(working) == 0);
      for (SilentReader reader : readers) {
        assertTrue(reader.isCutOff(SOON), "the connection is closed too");
      }
    } finally {
      readers.forEach(SilentReader::close);
    }
    assertEquals(0, working.log().lines().filter(line -> line.contains("OutOfMemory")).count());
  }

  /** A long poll on a replica that does nothing itself. */
  @Test
  void aLongPollAnswersWithTheFirstChange() {
    String id = ScenarioRequests.acceptTextAs(reading, TestEnvironment.BOB, "polled");
    String tag = "W/\"1\"";
    for (int changes = 0; changes < 2; changes++) {
      HttpResponse<String> answer = poll(reading, id, tag);
      assertEquals(200, answer.statusCode());
      tag = answer.headers().firstValue("ETag").orElseThrow();
      if (answer.body().contains("\"DONE\"")) {
        break;
      }
    }
    Awaitility.await().atMost(SOON).until(() -> poll(reading, id, "*").statusCode() == 304);
  }

  /** The reader resumes on another replica and misses nothing. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aStoppingReplicaEndsItsStreamsCleanly() {
    try (EventStreamReader reader = open(reading, "/events", TestEnvironment.BOB, null)) {
      Awaitility.await().atMost(SOON).until(() -> reader.lastId() != null);
      reading.close();
      Awaitility.await().atMost(SOON).until(() -> reader.hasEnded() || reader.isBroken());
      assertTrue(reader.hasEnded(), "it broke off");
      String id = ScenarioRequests.acceptTextAs(working, TestEnvironment.BOB, "events");
      try (EventStreamReader next =
          open(working, "/events", TestEnvironment.BOB, reader.lastId())) {
        Awaitility.await().atMost(SOON).until(() -> ends(next.events()) == 1);
        next.events().forEach(event -> assertEquals(id, event.task()));
        assertOnceAndInOrder(next.events());
      }
    }
  }

  private static CompletableFuture<AnteroomProcess> starting(String name, String engine) {
    Map<String, String> environment =
        servers.environment(
            "ANTEROOM_CLUSTER_WORK", engine,
            "ANTEROOM_POLL_FIRST_AFTER", "20ms",
            "ANTEROOM_EVENTS_HEARTBEAT", "300ms",
            "ANTEROOM_EVENTS_WRITE_TIMEOUT", "6s",
            "ANTEROOM_EVENTS_MAX_PER_CLIENT", "4",
            "ANTEROOM_API_KEYS",
                "alice:%s,bob:%s,carol:%s"
                    .formatted(TestEnvironment.ALICE, TestEnvironment.BOB, CAROL));
    return CompletableFuture.supplyAsync(() -> AnteroomProcess.start(name, environment, HEAP));
  }

  /** Reads at least this many more events, then closes, and returns the last id. */
  private static String readUntil(
      AnteroomProcess replica, String place, List<Event> seen, int more) {
    EventStreamReader reader = open(replica, "/events", TestEnvironment.ALICE, place);
    Awaitility.await()
        .atMost(SOON)
        .until(() -> reader.lastId() != null && reader.events().size() >= more);
    if (replica == doomed) {
      doomed.kill();
      Awaitility.await().atMost(SOON).until(reader::isBroken);
    }
    reader.close();
    seen.addAll(reader.events());
    return reader.lastId();
  }

  private static long ends(List<Event> events) {
    return events.stream().filter(event -> event.name().equals("task.done")).count();
  }

  private static void assertOnceAndInOrder(List<Event> events) {
    Map<String, Integer> newest = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Event event : events) {
      assertTrue(ids.add(event.id()), "twice: " + event);
      assertEquals(newest.getOrDefault(event.task(), 0) + 1, event.no(), event.toString());
      newest.put(event.task(), event.no());
    }
  }

  private static EventStreamReader open(
      AnteroomProcess replica, String path, String key, String lastEventId) {
    return EventStreamReader.open(replica.url(path), key, lastEventId);
  }

  private static HttpResponse<String> poll(AnteroomProcess replica, String id, String tag) {
    String wait = "wait=" + (tag.equals("*") ? 1 : 15);
    String task = "/tasks/" + id;
    return TestResponses.of(
        replica, TestEnvironment.BOB, "GET", task, null, "If-None-Match", tag, "Prefer", wait);
  }

  private static double streams(AnteroomProcess replica) {
    return Metrics.read(replica, "anteroom_event_streams");
  }
}
