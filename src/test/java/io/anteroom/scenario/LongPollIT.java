package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.sandbox.FreePort;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Waiting requests while replicas start, stop and lose callers. */
class LongPollIT {

  private static final String TEXT = "{\"text\": \"here\", \"collection_id\": \"c\"}";
  private static final String NOBODY = "redis://127.0.0.1:1";
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final int BEFORE = 600;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int CALLERS = 2;

  /** Without Redis only the store connects the replicas. */
  @Test
  void theSubmitThePollAndTheWaitAreOnThreeReplicas() {
    try (ScenarioServers servers =
            new ScenarioServers(taking(Duration.ofSeconds(3)), "enterprise");
        AnteroomProcess waits = AnteroomProcess.start("waits", withoutRedis(servers, "false"));
        AnteroomProcess polls = AnteroomProcess.start("polls", withoutRedis(servers, "true"))) {
      AnteroomProcess submits = AnteroomProcess.start("submits", withoutRedis(servers, "true"));
      polls.freeze();
      CompletableFuture<HttpResponse<String>> call =
          ScenarioRequests.postAsync(waits, "/index-and-wait", TEXT);
      Awaitility.await().atMost(SOON).until(() -> running(servers) == 1);
      submits.kill();
      polls.thaw();
      JsonNode ended = ScenarioRequests.read(call.join());
      assertEquals("DONE", ended.path("status").asText(), ended.toString());
      assertEquals(1, servers.upstream().counters().distinctTaskIds());
    }
  }

  @Test
  void aCallerThatHangsUpIsForgottenAndItsTaskGoesOn() {
    try (ScenarioServers servers =
            new ScenarioServers(taking(Duration.ofSeconds(10)), "enterprise");
        AnteroomProcess replica = AnteroomProcess.start("hang-up", servers.environment())) {
      List<CompletableFuture<HttpResponse<String>>> calls = waiting(replica, 20);
      calls.forEach(call -> call.cancel(true));
      Duration forgotten = timeUntil(() -> awaited(replica) == 0);
      System.out.printf("20 hung up: forgotten after %d ms%n", forgotten.toMillis());
      assertTrue(forgotten.toMillis() < 4_000, "long before their tasks end: " + forgotten);
      Awaitility.await().atMost(SOON).until(() -> ScenarioRequests.count(replica, "DONE") == 20);
    }
  }

  @Test
  void aStopAnswersWaitingCallsWith202() {
    try (ScenarioServers servers =
            new ScenarioServers(taking(Duration.ofSeconds(15)), "enterprise");
        AnteroomProcess other = AnteroomProcess.start("goes-on", servers.environment())) {
      int port = FreePort.find();
      RepeatedReads repeatedReads = new RepeatedReads(port, CALLERS);
      AnteroomProcess stopping =
          AnteroomProcess.start(
              "stops", servers.environment("QUARKUS_HTTP_PORT", Integer.toString(port)));
      Awaitility.await().atMost(SOON).until(() -> repeatedReads.count("200") > 20);
      List<CompletableFuture<HttpResponse<String>>> calls = waiting(stopping, 200);
      long start = System.nanoTime();
      stopping.close();
      Duration stop = Duration.ofNanos(System.nanoTime() - start);
      repeatedReads.close();
      assertClean(repeatedReads.outcomes());
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        HttpResponse<String> answer = call.join();
        assertEquals(202, answer.statusCode(), answer.body());
        assertEquals("close", answer.headers().firstValue("Connection").orElse("none"));
        assertTrue(location(answer).startsWith("/tasks/"), location(answer));
        assertTrue(answer.headers().firstValueAsLong("Retry-After").orElseThrow() >= 1);
      }
      System.out.printf("200 waited, the replica stopped within %d ms%n", stop.toMillis());
      Awaitility.await()
          .atMost(SOON.multipliedBy(2))
          .until(() -> ScenarioRequests.count(other, "DONE") == 201);
    }
  }

  /**
   * Every request was served, refused with a reason, or its connection was refused. When the port
   * closes, each caller that makes new connections may have one that was not accepted yet.
   */
  private static void assertClean(Map<String, Integer> outcomes) {
    System.out.printf("asked through a start and a stop: %s%n", outcomes);
    Set<String> clean = Set.of("200", "503 starting", "503 stopping", "refused", "reset");
    assertTrue(clean.containsAll(outcomes.keySet()), outcomes.toString());
    assertTrue(outcomes.getOrDefault("reset", 0) <= CALLERS, outcomes.toString());
  }

  @Test
  void retryAfterIsCloseToTheRealWait() {
    try (ScenarioServers servers = new ScenarioServers(compressed(), "pro");
        ReplicaGroup replicaGroup = new ReplicaGroup(servers)) {
      AnteroomProcess door = replicaGroup.door();
      ScenarioRequests.acceptTexts(door, 20, "learned");
      replicaGroup.start(1, WINDOW);
      Awaitility.await().atMost(SOON).until(() -> ScenarioRequests.count(door, "DONE") == 20);
      ScenarioRequests.acceptTexts(door, BEFORE, "before");
      HttpResponse<String> answer =
          ScenarioRequests.postAsync(door, "/index-and-wait", TEXT, "Prefer", "respond-async")
              .join();
      long estimate = answer.headers().firstValueAsLong("Retry-After").orElseThrow();
      String location = location(answer);
      Duration real =
          timeUntil(
              () -> ScenarioRequests.get(door, location).path("status").asText().equals("DONE"));
      System.out.printf(
          "estimate behind %d tasks: %d s, it took %.1f s%n",
          BEFORE, estimate, real.toMillis() / 1000.0);
      assertTrue(
          Math.abs(estimate * 1000 - real.toMillis())
              < Math.max(2 * WINDOW.toMillis(), real.toMillis() / 2),
          estimate + " s, took " + real);
    }
  }

  /** Starts waiting calls, and returns when all of them wait. */
  private static List<CompletableFuture<HttpResponse<String>>> waiting(
      AnteroomProcess replica, int count) {
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, count)
            .mapToObj(i -> ScenarioRequests.postAsync(replica, "/index-and-wait", TEXT))
            .toList();
    Awaitility.await().atMost(SOON).until(() -> awaited(replica) == count);
    return calls;
  }

  private static String location(HttpResponse<String> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow()).getPath();
  }

  private static int awaited(AnteroomProcess replica) {
    return (int) Metrics.read(replica, "anteroom_requests_waiting");
  }

  private static int running(ScenarioServers servers) {
    return servers.number("select count(*) from task where phase = 'running'");
  }

  private static Duration timeUntil(Callable<Boolean> condition) {
    long start = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Map<String, String> withoutRedis(ScenarioServers servers, String engine) {
    return servers.environment("REDIS_URL", NOBODY, "ANTEROOM_CLUSTER_WORK", engine);
  }

  private static SandboxSettings compressed() {
    SandboxSettings usual = taking(Duration.ofSeconds(1));
    return usual.withLimits(usual.limits().withWindowMs(WINDOW.toMillis()));
  }

  private static SandboxSettings taking(Duration time) {
    StageTime processing = StageTime.between(time.toMillis(), time.toMillis());
    StageTimes times = new StageTimes(StageTime.NONE, StageTime.NONE, StageTime.NONE, processing);
    return SandboxSettings.defaults().withStages(Map.of(Modality.TEXT, times));
  }
}
