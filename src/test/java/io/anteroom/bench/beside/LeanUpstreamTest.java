package io.anteroom.bench.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stand-in of the benchmarks answers and counts. */
class LeanUpstreamTest {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = vertx.createHttpClient();
  private final LeanUpstream upstream = new LeanUpstream(vertx);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anEndIsKnownOnceHoweverOftenItIsShown() {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> Duration.ZERO);
    String task = submit("one", "m.1");
    assertEquals(0, record.known.get());
    assertEquals("DONE", call(HttpMethod.GET, "/tasks/" + task, "").getString("status"));
    assertEquals("DONE", listed("m.1").getString("status"));
    assertEquals(1, record.known.get());
    assertEquals(2, record.polls.get());
    assertTrue(record.byText("one").get(0).shownNanos() != 0);
  }

  @Test
  void aTaskThatRunsIsNotKnownToHaveEnded() {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> Duration.ofHours(1));
    submit("one", "m.1");
    assertEquals("PROCESSING", listed("m.1").getString("status"));
    assertEquals(0, record.known.get());
  }

  @Test
  void aTextThatIsSubmittedTwiceIsDoubledEvenWhenOneIsRemoved() {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> Duration.ZERO);
    submit("one", "m.1");
    String second = submit("one", "m.2");
    submit("two", "n.1");
    call(HttpMethod.DELETE, "/assets/asset-" + second, "");
    assertEquals(1, record.doubled());
    assertEquals(0, list("m.2").getJsonArray("results").size());
  }

  @Test
  void aCallBeyondTheLimitIsRefusedAndCounted() {
    RunSettings two =
        new RunSettings(2, 0, Duration.ofHours(1), Duration.ZERO, Duration.ofSeconds(1));
    UpstreamRecord record = upstream.reset(two, () -> Duration.ZERO);
    submit("one", "m.1");
    submit("two", "m.2");
    assertThrows(CompletionException.class, () -> submit("three", "m.3"));
    assertEquals(1, record.refused.get());
    assertTrue(record.byText("three").isEmpty());
  }

  private String submit(String text, String marker) {
    JsonObject body =
        new JsonObject()
            .put("text", text)
            .put("metadata", new JsonObject().put("anteroom_task", marker));
    return call(HttpMethod.POST, "/index/text", body.encode()).getString("task_id");
  }

  private JsonObject listed(String marker) {
    return list(marker).getJsonArray("results").getJsonObject(0);
  }

  private JsonObject list(String marker) {
    String filters = "{\"filters\": {\"AND\": [{\"operator\": \"in\", \"value\": [\"%s\"]}]}}";
    return call(HttpMethod.POST, "/assets?page=1&page_size=100", filters.formatted(marker));
  }

  private JsonObject call(HttpMethod method, String path, String body) {
    URI uri = URI.create(upstream.url());
    return http.request(method, uri.getPort(), uri.getHost(), path)
        .compose(request -> request.send(Buffer.buffer(body)).compose(LeanUpstreamTest::body))
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .toJsonObject();
  }

  /** Called on the event loop at once: a body that has come is not kept for later. */
  private static Future<Buffer> body(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body()
        : Future.failedFuture("status " + response.statusCode());
  }
}
