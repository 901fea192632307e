package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy;
import io.anteroom.IngressProxy.Answer;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Submits that the upstream answers with an error. */
class AnsweredSubmitIT {

  private static final String DOUBTED =
      "select count(distinct task_id) from task_event where phase = 'in_doubt'";

  /** With default graces, except for the measured one. */
  @Test
  @Tag("scenarios")
  void aSubmitThatWasAnsweredWithAnErrorIsSentAgainSoon() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        IngressProxy proxy = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess replica =
            AnteroomProcess.start(
                "answered",
                servers.environment(
                    "MIXPEEK_BASE_URL",
                    proxy.baseUrl(),
                    "ANTEROOM_IN_DOUBT_RESPONDED_GRACE",
                    "4s"))) {
      measure(servers, proxy, replica, "500", new Answer(500, Map.of(), "{}"), 4, 30);
      measure(servers, proxy, replica, "502", new Answer(502, Map.of(), "<html>"), 4, 30);
      measure(
          servers,
          proxy,
          replica,
          "503 and Retry-After",
          new Answer(503, Map.of("Retry-After", "1"), "{}"),
          1,
          20);
      measure(servers, proxy, replica, "425", new Answer(425, Map.of(), "{}"), 1, 20);
      assertEquals(4, servers.upstream().counters().tasksCreated());
    }
  }

  private static void measure(
      ScenarioServers servers,
      IngressProxy proxy,
      AnteroomProcess replica,
      String name,
      Answer answer,
      int leastRetryAfter,
      int maxSeconds) {
    proxy.answer((call, body) -> call.startsWith("POST /index/") ? answer : null);
    int doubted = servers.number(DOUBTED);
    String id = ScenarioRequests.read(accept(replica, name)).path("task_id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> servers.number(DOUBTED) > doubted);
    long start = System.nanoTime();
    long told = accept(replica, name).headers().firstValueAsLong("Retry-After").orElse(0);
    proxy.heal();
    Awaitility.await()
        .atMost(Duration.ofSeconds(100))
        .until(
            () ->
                ScenarioRequests.get(replica, "/tasks/" + id)
                    .path("status")
                    .asText()
                    .equals("DONE"));
    long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
    System.out.printf(
        "a submit answered with %s: DONE %d ms later; Retry-After was %d%n", name, took, told);
    assertTrue(took < maxSeconds * 1000L, name + ": " + took);
    assertTrue(told >= leastRetryAfter && told <= maxSeconds, name + ": " + told);
  }

  /** Accepts a task, or gives the state of one that was accepted with the same key. */
  private static HttpResponse<String> accept(AnteroomProcess replica, String key) {
    return ScenarioRequests.postAsync(
            replica,
            "/index-and-wait",
            "{\"text\": \"a text\", \"collection_id\": \"answered\"}",
            "Prefer",
            "respond-async",
            "Idempotency-Key",
            key.replace(' ', '-'))
        .join();
  }
}
