package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.stream;
import static io.anteroom.client.TaskJson.done;
import static io.anteroom.client.TaskJson.event;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The result of a task, and not only its id. */
class FeaturesTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String READ = "GET /tasks/" + TaskJson.ID;
  private static final String INCLUDE = "include=features";
  private static final IndexRequest TEXT = IndexRequest.text("a text", "rivers");
  private static final WaitOptions WITH = WaitOptions.usual().withFeatures();

  private final ScriptedServer server = new ScriptedServer();
  private final RecordedPauses pauses = new RecordedPauses();
  private final AnteroomClient client = server.client().pauses(pauses).build();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void eachRequestOfAWaitAsksForThem() {
    server
        .on(ACCEPT, cut(), json(202, running()))
        .on(READ, json(200, running()), json(200, with()));
    Task task = await(client.indexAndWait(TEXT, WITH));
    assertEquals("text", task.features().orElseThrow().string("kind").orElseThrow());
    for (String call : List.of(ACCEPT, READ)) {
      server.received(call).forEach(sent -> assertEquals(INCLUDE, sent.query()));
    }
    assertEquals("wait=25", server.received(READ).get(0).header("Prefer"));
  }

  @Test
  void withoutAWishNobodyAsksForThem() {
    server.on(ACCEPT, json(202, running())).on(READ, json(200, done()));
    await(client.indexAndWait(TEXT));
    await(client.tasks().get(TaskJson.ID));
    assertEquals(null, server.received(ACCEPT).get(0).query());
    server.received(READ).forEach(sent -> assertEquals(null, sent.query()));
  }

  @Test
  void aWaitWithAListenerHasThemToo() {
    List<Integer> told = new CopyOnWriteArrayList<>();
    server
        .on(ACCEPT, json(202, running()))
        .on(READ + "/events", stream(event(1, "PROCESSING") + event(2, "DONE")))
        .on(READ, json(200, with()));
    Task task = await(client.indexAndWait(TEXT, WITH.onEvent(event -> told.add(event.number()))));
    assertTrue(task.features().isPresent());
    assertEquals(List.of(1, 2), told);
  }

  @Test
  void theyAreAskedForAgainWhenAnteroomSaysSo() {
    server
        .on(ACCEPT, json(200, without(",\"retry_after_seconds\":7")))
        .on(READ, json(200, without(",\"retry_after_seconds\":9")), cut(), json(200, with()));
    assertTrue(await(client.indexAndWait(TEXT, WITH)).features().isPresent());
    assertEquals(1, server.received(ACCEPT).size());
    assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(9)), pauses.all().subList(0, 2));
  }

  @Test
  void theTaskSaysWhyItHasNone() {
    server.on(ACCEPT, json(200, without("")));
    Task task = await(client.indexAndWait(TEXT, WITH));
    assertTrue(task.hasEnded());
    assertEquals("quota-exhausted", task.featuresProblem().orElseThrow().name());
    assertEquals(1, server.count());
  }

  @Test
  void theyAreNotAskedForLongerThanAnyCallIsRepeated() {
    String soon = without(",\"retry_after_seconds\":1");
    server.on(ACCEPT, json(200, soon)).on(READ, json(200, soon));
    AnteroomClient brief = server.client().callTimeout(Duration.ofMillis(900)).build();
    assertTrue(await(brief.indexAndWait(TEXT, WITH)).featuresProblem().isPresent());
    assertTrue(await(brief.tasks().getWithFeatures(TaskJson.ID)).featuresProblem().isPresent());
    assertEquals(2, server.count());
  }

  @Test
  void norLongerThanTheWait() {
    server.on(ACCEPT, json(200, without(",\"retry_after_seconds\":5")));
    WaitOptions brief = WITH.timeout(Duration.ofSeconds(3));
    assertTrue(await(client.indexAndWait(TEXT, brief)).featuresProblem().isPresent());
    assertEquals(1, server.count());
  }

  @Test
  void aTaskOfBeforeIsReadWithThem() {
    server.on(READ, html(503), json(200, without(",\"retry_after_seconds\":7")), json(200, with()));
    assertTrue(await(client.tasks().getWithFeatures(TaskJson.ID)).features().isPresent());
    server.received(READ).forEach(sent -> assertEquals(INCLUDE, sent.query()));
    assertEquals(Duration.ofSeconds(7), pauses.all().get(1));
  }

  private static String with() {
    return done().replaceFirst("}$", ",\"features\":{\"kind\":\"text\"}}");
  }

  private static String without(String more) {
    String problem =
        "{\"type\":\"/problems/quota-exhausted\",\"title\":\"t\",\"status\":429,\"detail\":\"d\"%s}";
    return done().replaceFirst("}$", ",\"features_problem\":" + problem.formatted(more) + "}");
  }
}
