package io.anteroom.client;

import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.open;
import static io.anteroom.client.ScriptedServer.stream;
import static io.anteroom.client.TaskJson.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.ScriptedServer.Received;
import io.anteroom.client.ScriptedServer.Responder;
import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.response.TaskEvent;
import io.anteroom.client.response.TaskStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static final String ALL = "GET /events";
  private static final String ONE = "GET /tasks/" + TaskJson.ID + "/events";

  private final ScriptedServer server = new ScriptedServer();
  private final RecordedPauses pauses = new RecordedPauses();
  private final AnteroomClient client = server.client().pauses(pauses).build();
  private final RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theEventsOfATaskComeToItsEnd() throws Exception {
    server.on(ONE, stream("retry: 1000\n\n" + event(1, "PROCESSING") + event(2, "DONE")));
    client.tasks().events(TaskJson.ID).subscribe(subscriber);
    subscriber.end.get(20, TimeUnit.SECONDS);
    assertEquals(List.of("1", "2"), subscriber.ids());
    TaskEvent last = subscriber.events.get(1);
    assertEquals("task.done", last.type());
    assertEquals(TaskJson.ID, last.taskId());
    assertEquals(2, last.number());
    assertEquals(TaskStatus.DONE, last.status());
    assertTrue(last.isLast());
    assertEquals("text/event-stream", server.received(ONE).get(0).header("Accept"));
  }

  @Test
  void afterACutTheStreamGoesOnAfterTheLastEvent() throws Exception {
    server.on(
        ONE,
        stream(event(1, "PROCESSING")),
        html(502),
        html(503, "Retry-After", "3"),
        stream(event(2, "DONE")));
    client.tasks().events(TaskJson.ID).subscribe(subscriber);
    subscriber.end.get(20, TimeUnit.SECONDS);
    assertEquals(List.of("1", "2"), subscriber.ids());
    List<Received> requests = server.received(ONE);
    assertNull(requests.get(0).header("Last-Event-ID"));
    assertEquals("1", requests.get(1).header("Last-Event-ID"));
    assertEquals("1", requests.get(3).header("Last-Event-ID"));
    assertTrue(pauses.all().get(2).toMillis() >= 3_000, pauses.all().toString());
  }

  @Test
  void theTimeToComeBackIsHonoured() throws Exception {
    server.on(ONE, stream("retry: 4000\n\n"), stream(event(1, "DONE")));
    client.tasks().events(TaskJson.ID).subscribe(subscriber);
    subscriber.end.get(20, TimeUnit.SECONDS);
    assertEquals(List.of(Duration.ofSeconds(4)), pauses.all());
  }

  @Test
  void aReaderWhoHasTheLastEventIsDone() throws Exception {
    server.on(ONE, stream(event(1, "PROCESSING")), json(204, ""));
    client.tasks().events(TaskJson.ID).subscribe(subscriber);
    subscriber.end.get(20, TimeUnit.SECONDS);
    assertEquals(List.of("1"), subscriber.ids());
  }

  @Test
  void theStreamOfAllTasksBeginsAtItsPlaceAndGoesOnAfterTheEndOfATask() throws Exception {
    server.on(ALL, stream("id: 40-0\n\n"), stream(event(7, "DONE") + event(8, "DONE")));
    client.events().subscribe(subscriber);
    subscriber.await(2);
    assertEquals(List.of("7", "8"), subscriber.ids());
    assertEquals("40-0", server.received(ALL).get(1).header("Last-Event-ID"));
    assertFalse(subscriber.end.isDone());
    subscriber.cancel();
  }

  @Test
  void aStreamCanBeginAfterAnEvent() throws Exception {
    server.on(ALL, stream(event(8, "DONE")));
    client.eventsAfter("7").subscribe(subscriber);
    subscriber.await(1);
    subscriber.cancel();
    assertEquals("7", server.received(ALL).get(0).header("Last-Event-ID"));
  }

  @Test
  void aRefusedStreamFails() {
    server.on(ALL, json(401, TaskJson.problem(401, "unauthorized")));
    client.events().subscribe(subscriber);
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> subscriber.end.get(20, TimeUnit.SECONDS));
    assertInstanceOf(ProblemException.class, failure.getCause());
    assertEquals(1, server.count());
  }

  @Test
  void noMoreEventsComeThanWereRequested() throws Exception {
    server.on(ONE, stream(event(1, "PROCESSING") + event(2, "PROCESSING") + event(3, "DONE")));
    RecordingSubscriber slow = new RecordingSubscriber(0);
    client.tasks().events(TaskJson.ID).subscribe(slow);
    slow.request(1);
    slow.await(1);
    slow.request(1);
    slow.await(1);
    assertEquals(List.of("1", "2"), slow.ids());
    assertFalse(slow.end.isDone());
    slow.request(1);
    slow.end.get(20, TimeUnit.SECONDS);
    assertEquals(List.of("1", "2", "3"), slow.ids());
  }

  /** Without demand the network fills, and the server cannot write any more. */
  @Test
  void nothingIsReadForASubscriberWhoTakesNothing() throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch stopped = new CountDownLatch(1);
    server.on(ONE, endless(written, stopped));
    RecordingSubscriber slow = new RecordingSubscriber(1);
    client.tasks().events(TaskJson.ID).subscribe(slow);
    slow.await(1);
    long before;
    do {
      before = written.get();
      stopped.await(500, TimeUnit.MILLISECONDS);
    } while (written.get() != before);
    assertTrue(before < 200_000_000, "it was held back after " + before + " bytes");
    assertEquals(1, slow.events.size());
    slow.request(100);
    slow.await(100);
    slow.cancel();
    assertTrue(stopped.await(20, TimeUnit.SECONDS), "the connection is closed by the cancel");
  }

  @Test
  void aSilentStreamIsOpenedAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    server.on(
        ONE,
        exchange -> {
          open(exchange).flush();
          never.await();
        },
        stream(event(1, "DONE")));
    AnteroomClient impatient =
        server.client().pauses(pauses).responseTimeout(Duration.ofMillis(100)).build();
    impatient.tasks().events(TaskJson.ID).subscribe(subscriber);
    subscriber.end.get(20, TimeUnit.SECONDS);
    assertEquals(2, server.count());
  }

  @Test
  void aRequestForNoEventsIsAFailure() {
    server.on(ONE, stream(event(1, "DONE")));
    RecordingSubscriber wrong = new RecordingSubscriber(0);
    client.tasks().events(TaskJson.ID).subscribe(wrong);
    wrong.request(0);
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> wrong.end.get(20, TimeUnit.SECONDS));
    assertInstanceOf(IllegalArgumentException.class, failure.getCause());
  }

  private static Responder endless(AtomicLong written, CountDownLatch stopped) {
    return exchange -> {
      byte[] event = event(1, "PROCESSING").getBytes(StandardCharsets.UTF_8);
      try (OutputStream out = open(exchange)) {
        while (true) {
          out.write(event);
          written.addAndGet(event.length);
        }
      } catch (IOException e) {
        stopped.countDown();
      }
    };
  }
}
