package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.IngressProxy;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a log as JSON tells of tasks and of requests. */
class JsonLogIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MAX = Duration.ofSeconds(60);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String OWN_ID = "[0-9a-f]{32}";

  @Test
  void linesOfATaskSayWhichItIs() {
    AtomicBoolean failed = new AtomicBoolean();
    try (CallbackReceiver receiver = new CallbackReceiver();
        ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        IngressProxy upstream = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess replica =
            AnteroomProcess.start("json-log", environment(servers, upstream))) {
      upstream.answer(
          (call, body) ->
              call.equals("POST /index/text") && failed.compareAndSet(false, true)
                  ? new IngressProxy.Answer(500, Map.of(), "{\"error\": \"broken\"}")
                  : null);
      String task = accept(replica, receiver, "/broken");
      JsonNode doubted = line(replica, "is in doubt", task);
      assertEquals("alice", doubted.path("client").asText());
      assertEquals("default", doubted.path("account").asText());
      assertEquals("index.text", doubted.path("class").asText());
      assertEquals("1", doubted.path("attempt").asText());
      assertEquals(TRACE, doubted.path("trace_id").asText());
      assertEquals(replicaId(replica), doubted.path("replica").asText());
      JsonNode givenUp = line(replica, "given up, its last attempt", task);
      assertEquals("alice", givenUp.path("client").asText());
      assertEquals("2", givenUp.path("attempt").asText());
      assertEquals(TRACE, givenUp.path("trace_id").asText());
      String batch = acceptBatch(replica, receiver);
      Awaitility.await()
          .atMost(MAX)
          .until(() -> fields(replica).anyMatch(f -> batch.equals(f.path("batch_id").asText())));
    }
  }

  @Test
  void eachAnswerHasAnIdThatIsInTheLineOfItsProblem() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "json-requests", servers.environment("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true"))) {
      HttpResponse<String> named =
          TestResponses.plain(
              replica,
              "GET",
              "/tasks?status=who-knows-a-secret",
              null,
              "X-Request-Id",
              "checkout-4711/retry:2",
              "traceparent",
              PARENT);
      assertEquals(400, named.statusCode());
      assertEquals("checkout-4711/retry:2", id(named));
      JsonNode line = lineOf(replica, id(named));
      assertTrue(line.path("message").asText().startsWith("400 GET /tasks, "), line.toString());
      assertFalse(line.toString().contains("?status"), line.toString());
      assertEquals("alice", line.path("mdc").path("client").asText());
      assertEquals("default", line.path("mdc").path("account").asText());
      assertEquals(TRACE, line.path("mdc").path("trace_id").asText());
      for (HttpResponse<String> other :
          List.of(
              TestResponses.plain(replica, "GET", "/no-such-call", null),
              TestResponses.plain(replica, "DELETE", "/quota", null),
              TestResponses.of(replica, "no key", "GET", "/tasks", null),
              TestResponses.plain(replica, "PUT", "/tasks", "{}"),
              TestResponses.plain(replica, "GET", "/tasks/none", null, "X-Request-Id", "a b"))) {
        assertTrue(other.statusCode() >= 400, other.toString());
        assertTrue(id(other).matches(OWN_ID), id(other));
        JsonNode said = lineOf(replica, id(other));
        assertTrue(
            said.path("message").asText().startsWith(other.statusCode() + " "), said.toString());
        assertTrue(said.path("exception").isMissingNode(), said.toString());
      }
      assertTrue(id(TestResponses.plain(replica, "GET", "/tasks", null)).matches(OWN_ID));
    }
  }

  private static String accept(AnteroomProcess replica, CallbackReceiver receiver, String path) {
    String body =
        "{\"text\": \"t\", \"collection_id\": \"c\", \"callback_url\": \"%s\"}"
            .formatted(receiver.url(path));
    return ScenarioRequests.read(
            ScenarioRequests.postAsync(replica, "/index/text", body, "traceparent", PARENT).join())
        .path("task_id")
        .asText();
  }

  private static String acceptBatch(AnteroomProcess replica, CallbackReceiver receiver) {
    String body =
        "{\"callback_url\": \"%s\", \"items\": [{\"text\": \"t\", \"collection_id\": \"c\"}]}"
            .formatted(receiver.url("/broken"));
    return ScenarioRequests.postJson(replica, "/index/batch", body).path("batch_id").asText();
  }

  private static String id(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Request-Id").orElse("none");
  }

  /** The fields of the line of this task with these words. */
  private static JsonNode line(AnteroomProcess replica, String words, String task) {
    return found(
            () ->
                lines(replica)
                    .filter(line -> line.path("message").asText().contains(words))
                    .filter(line -> line.path("mdc").path("task_id").asText().equals(task)))
        .path("mdc");
  }

  private static JsonNode lineOf(AnteroomProcess replica, String request) {
    return found(
        () ->
            lines(replica)
                .filter(line -> line.path("mdc").path("request_id").asText().equals(request)));
  }

  private static JsonNode found(java.util.function.Supplier<Stream<JsonNode>> lines) {
    Awaitility.await().atMost(MAX).until(() -> lines.get().findFirst().isPresent());
    return lines.get().findFirst().orElseThrow();
  }

  private static Stream<JsonNode> fields(AnteroomProcess replica) {
    return lines(replica).map(line -> line.path("mdc"));
  }

  /** Without the last one where it is only half written. */
  private static Stream<JsonNode> lines(AnteroomProcess replica) {
    return replica
        .log()
        .lines()
        .filter(l -> l.startsWith("{") && l.endsWith("}"))
        .map(JsonLogIT::read);
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }

  private static String replicaId(AnteroomProcess replica) {
    return ScenarioRequests.read(
            TestResponses.of(replica, TestEnvironment.READER, "GET", "/replicas", null))
        .path("replicas")
        .path(0)
        .path("id")
        .asText();
  }

  private static Map<String, String> environment(ScenarioServers servers, IngressProxy upstream) {
    return servers.environment(
        "MIXPEEK_BASE_URL", upstream.baseUrl(),
        "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
        "ANTEROOM_OPERATOR_READ_KEY", TestEnvironment.READER,
        "ANTEROOM_IN_DOUBT_GRACE", "2s",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "200ms",
        "ANTEROOM_CALLBACKS_SCHEDULE", "100ms",
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET", SECRET,
        "ANTEROOM_CALLBACKS_ALLOW_HTTP", "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true");
  }
}
