package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.stream;
import static io.anteroom.client.TaskJson.done;
import static io.anteroom.client.TaskJson.event;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.WaitOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The event stream as a way to wait. */
class ProgressTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String READ = "GET /tasks/" + TaskJson.ID;
  private static final String EVENTS = READ + "/events";
  private static final IndexRequest TEXT = IndexRequest.text("a text", "rivers");

  private final ScriptedServer server = new ScriptedServer();
  private final AnteroomClient client = server.client().pauses(new RecordedPauses()).build();
  private final List<Integer> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void afterTwoCutsTheEventStreamTakesOver() {
    server
        .on(ACCEPT, json(202, running()))
        .on(READ, html(502), html(504), json(200, done()))
        .on(EVENTS, stream(event(1, "PROCESSING") + event(2, "DONE")));
    assertTrue(await(client.indexAndWait(TEXT)).hasEnded());
    assertEquals(1, server.received(EVENTS).size());
    assertEquals(3, server.received(READ).size());
  }

  @Test
  void whereStreamsAreCutTooTheTaskIsReadAgain() {
    server
        .on(ACCEPT, json(202, running()))
        .on(READ, html(502), html(504), json(200, done()))
        .on(EVENTS, html(503), html(429));
    assertTrue(await(client.indexAndWait(TEXT)).hasEnded());
    assertEquals(2, server.received(EVENTS).size());
  }

  @Test
  void eachEventIsToldOnceThroughCuts() {
    server
        .on(ACCEPT, json(202, running()))
        .on(READ, json(200, done()))
        .on(
            EVENTS,
            stream(event(1, "PROCESSING")),
            html(503),
            stream(event(2, "PROCESSING") + event(3, "DONE")));
    WaitOptions options = WaitOptions.usual().onEvent(event -> told.add(event.number()));
    assertTrue(await(client.indexAndWait(TEXT, options)).hasEnded());
    assertEquals(List.of(1, 2, 3), told);
    assertEquals("1", server.received(EVENTS).get(2).header("Last-Event-ID"));
  }

  @Test
  void aListenerThatThrowsFailsTheWait() {
    server.on(ACCEPT, json(202, running())).on(EVENTS, stream(event(1, "PROCESSING")));
    WaitOptions options =
        WaitOptions.usual()
            .onEvent(
                event -> {
                  throw new IllegalStateException("no room");
                });
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> await(client.indexAndWait(TEXT, options)));
    assertEquals("no room", thrown.getMessage());
  }
}
