package io.anteroom.client.service;

import static io.anteroom.client.AnteroomClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.AnteroomClient;
import io.anteroom.client.JavaSources;
import io.anteroom.client.Readme;
import io.anteroom.client.callback.Callback;
import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.failure.TaskFailedException;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.SearchRequest;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.FailureReason;
import io.anteroom.client.response.SearchPage;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All calls but those about batches on the packaged service. */
class ServiceIT {

  private static Servers servers;
  private static Replica replica;
  private static AnteroomClient client;

  @BeforeAll
  static void start() {
    servers = Servers.start();
    replica = Replica.start(servers.environment());
    URI uri = URI.create("http://127.0.0.1:" + replica.port());
    client = AnteroomClient.builder(uri, Servers.KEY).build();
  }

  @AfterAll
  static void stop() throws Exception {
    if (servers != null) {
      replica.close();
      servers.close();
    }
  }

  @Test
  void aFileIsIndexedWaitedForAndFound(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a \"name\" of café.txt"), "the old bridge");
    Task task =
        await(
            client.indexAndWait(
                IndexRequest.file(file, "bridges").metadata(Map.of("river", "Neckar")),
                WaitOptions.usual().withFeatures()));
    assertTrue(task.features().orElseThrow().fields().containsKey("results"), task.toString());
    assertEquals(
        file.getFileName().toString(),
        task.json().object("file").orElseThrow().string("name").get());
    SearchPage found = await(client.search(SearchRequest.text("bridge")));
    assertTrue(
        found.results().stream().anyMatch(hit -> hit.string("asset_id").equals(task.assetId())),
        found.toString());
    Task withFeatures = await(client.tasks().getWithFeatures(task.id()));
    assertTrue(withFeatures.features().isPresent());
  }

  @Test
  void theExampleOfTheReadmeRuns(@TempDir Path folder) throws Exception {
    String example =
        Readme.files()
            .get(0)
            .replace("http://localhost:8080", "http://127.0.0.1:" + replica.port())
            .replaceAll("sandbox-client-key-\\w+", Servers.KEY);
    assertEquals(List.of(), new JavaSources().add(example).compile(folder));
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(out);
    }
    assertTrue(printed.toString(StandardCharsets.UTF_8).startsWith("DONE "), printed.toString());
  }

  @Test
  void aFailureIsTypedAndCanBeRetried() {
    IndexRequest gone = IndexRequest.url("http://127.0.0.1:1/gone", "bridges");
    TaskFailedException failure =
        assertThrows(TaskFailedException.class, () -> await(client.indexAndWait(gone)));
    assertEquals(FailureReason.UPSTREAM_FAILED, failure.failure().reason());
    Task retry = await(client.tasks().retry(failure.task().id()));
    assertEquals(failure.task().id(), retry.retryOf().orElseThrow());
    assertThrows(TaskFailedException.class, () -> await(client.awaitEnd(retry.id())));
  }

  @Test
  void whatTheServiceRefusesIsAProblem() {
    IndexRequest wrong = IndexRequest.text("a text", "bridges").field("priority", "high");
    ProblemException refused =
        assertThrows(ProblemException.class, () -> await(client.indexAndWait(wrong)));
    assertEquals("invalid-field", refused.problem().name());
    assertEquals("priority", refused.problem().field().orElseThrow());
    IndexRequest first = IndexRequest.text("a text", "bridges").idempotencyKey("once");
    await(client.submit(first));
    ProblemException reused =
        assertThrows(
            ProblemException.class, () -> await(client.submit(first.field("text", "another"))));
    assertEquals("idempotency-key-reused", reused.problem().name());
  }

  @Test
  void aWaitThatIsTooShortCanBeGoneOnWith() {
    WaitOptions brief = WaitOptions.usual().timeout(Duration.ofSeconds(1));
    TaskTimeoutException timeout =
        assertThrows(
            TaskTimeoutException.class,
            () -> await(client.indexAndWait(IndexRequest.text("slow", "bridges"), brief)));
    Task task = await(client.awaitEnd(timeout.taskId().orElseThrow()));
    assertEquals(TaskStatus.DONE, task.status());
  }

  @Test
  void aTaskIsCancelled() {
    Task task = await(client.submit(IndexRequest.text("not needed", "bridges")));
    Task cancelled = await(client.tasks().cancel(task.id()));
    assertEquals(TaskStatus.CANCELLED, cancelled.status());
    assertThrows(TaskFailedException.class, () -> await(client.awaitEnd(task.id())));
  }

  @Test
  void theEventsOfATaskComeInOrder() throws Exception {
    Task task = await(client.submit(IndexRequest.text("watched", "bridges")));
    EventLog events = new EventLog();
    client.tasks().events(task.id()).subscribe(events);
    events.end().get(60, TimeUnit.SECONDS);
    assertEquals(
        IntStream.rangeClosed(1, events.numbers().size()).boxed().toList(), events.numbers());
    assertEquals(TaskStatus.DONE, events.last().status());
  }

  @Test
  void theEventsOfAllTasksAreRead() throws Exception {
    EventLog events = new EventLog();
    client.events().subscribe(events);
    Task task = await(client.indexAndWait(IndexRequest.text("seen by all", "bridges")));
    Replica.until(() -> events.hasEnd(task.id()));
    events.cancel();
  }

  @Test
  void aCallbackIsVerified() throws Exception {
    try (CallbackReceiver receiver = new CallbackReceiver(Servers.CALLBACK_SECRET)) {
      Task task =
          await(
              client.indexAndWait(
                  IndexRequest.text("told", "bridges").callbackUrl(receiver.uri())));
      Callback callback = receiver.next();
      assertEquals("task.done", callback.type());
      assertEquals(task.id(), callback.task().orElseThrow().id());
    }
  }
}
