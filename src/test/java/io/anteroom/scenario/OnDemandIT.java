package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.callback.CallbackReceiver.Received;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * On a platform on which nothing runs between requests. A process is started by a request or a
 * tick, and stopped a second after its last one, again and again; now and then it is killed with -9
 * while it works. The window of the quota is compressed.
 */
class OnDemandIT {

  private static final Duration MAX = Duration.ofMinutes(4);
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofMillis(500);

  /** Shorter than a lease: it is given up, and does not end by itself. */
  private static final Duration REST = Duration.ofSeconds(4);

  private static final String LEASE = "6s";
  private static final String SECRET = "whsec_YSBzZWNyZXQgb2YgdGhlIHNjZW5hcmlvIG9mIGNhbGxiYWNrcw==";
  private static final String LEASES = "select count(*) from replica where lease_until > now()";
  private static final String UNTOLD = "select count(*) from callback where state <> 'delivered'";
  private static final String HELD =
      "select (select count(*) from task where phase = 'submitting')"
          + " + (select count(*) from callback where claim is not null)";

  private static final String QUEUED_AGAIN =
      "update task set phase = 'queued', status = 'INITIALIZING', ended_at = null";
  private static final String SLOW_SUBMITS =
      "{\"latency\": {\"index.text\": {\"jitter_min_ms\": 3000, \"jitter_max_ms\": 3000}}}";

  private int starts;
  private int kills;
  private int submitted;
  private int delivered;

  @Test
  void aProcessThatIsStoppedAgainAndAgainDoesAllWork() throws Exception {
    serve(40, 20);
  }

  @Test
  @Tag("scenarios")
  void aProcessThatIsStoppedAgainAndAgainDoesAllWorkOfManyTasks() throws Exception {
    serve(200, 25);
  }

  private void serve(int tasks, int perRequest) throws Exception {
    long start = System.nanoTime();
    try (ScenarioServers servers = new ScenarioServers(upstream(), "free");
        CallbackReceiver receiver = new CallbackReceiver(told -> "in")) {
      for (int from = 0; from < tasks; from += perRequest) {
        int first = from;
        int end = Math.min(first + perRequest, tasks);
        run(servers, replica -> accept(replica, receiver, first, end));
        if (first / perRequest % 2 == 1) {
          killAtWork(servers);
        }
        run(servers, this::tick);
      }
      String ended = "select count(*) from task where phase = 'ended'";
      while (servers.number(ended) < tasks || servers.number(UNTOLD) > 0) {
        run(servers, this::tick);
        assertTrue(System.nanoTime() - start < MAX.toNanos(), servers.tasks());
      }
      check(servers, receiver, tasks, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private interface Requests {
    void to(AnteroomProcess replica) throws Exception;
  }

  /** Starts a process for these requests, and stops it when it rests. */
  private void run(ScenarioServers servers, Requests requests) throws Exception {
    try (AnteroomProcess replica = start(servers)) {
      int heldByTheDead = servers.number(HELD);
      requests.to(replica);
      Awaitility.await()
          .atMost(REST)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> servers.number(LEASES) == 0);
      int held = servers.number(HELD);
      assertTrue(held <= heldByTheDead, "a replica that rests holds %d".formatted(held));
    }
  }

  /** Kills a process in the middle of its tick, or after it where there was little to do. */
  private void killAtWork(ScenarioServers servers) {
    AnteroomProcess replica = start(servers);
    CompletableFuture<HttpResponse<String>> tick = tickAsync(replica, "?seconds=10");
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> servers.number(HELD) > 0 || tick.isDone());
    replica.kill();
    kills++;
    Awaitility.await().atMost(SOON).until(() -> servers.number(LEASES) == 0);
  }

  private AnteroomProcess start(ScenarioServers servers) {
    return AnteroomProcess.start("on-demand-" + starts++, environment(servers));
  }

  private static void accept(AnteroomProcess replica, CallbackReceiver receiver, int from, int to)
      throws Exception {
    try (RetryingClient client =
        new RetryingClient(() -> List.of(replica), receiver.url("/hook"))) {
      for (var accept :
          IntStream.range(from, to).mapToObj(i -> client.accept("key-" + i)).toList()) {
        accept.get(MAX.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  private void tick(AnteroomProcess replica) {
    JsonNode report = ScenarioRequests.read(tickAsync(replica, "?seconds=10").join());
    submitted += report.path("submitted").asInt();
    delivered += report.path("delivered").asInt();
    assertTrue(report.path("seconds").asDouble() <= 10.5, report.toString());
    assertFalse(report.path("under_way").asBoolean(), report.toString());
  }

  private static CompletableFuture<HttpResponse<String>> tickAsync(
      AnteroomProcess replica, String query) {
    return ScenarioRequests.postAsync(
        replica, "/engine/tick" + query, "", "ce-tickkey", TestEnvironment.TICK);
  }

  private void check(ScenarioServers servers, CallbackReceiver receiver, int tasks, Duration took) {
    CounterSnapshot seen = servers.upstream().counters();
    Map<String, Long> told =
        receiver.received().stream()
            .collect(Collectors.groupingBy(Received::id, Collectors.counting()));
    System.out.printf(
        "on demand: %d tasks by %d processes in %d s, %d of them killed with -9; %d answers with"
            + " 429, lost %d, doubled %d, %d were in doubt; callbacks of %d tasks, %d twice; the"
            + " ticks counted %d submits and %d callbacks%n",
        tasks,
        starts,
        took.toSeconds(),
        kills,
        seen.refused(),
        tasks - seen.distinctTaskIds(),
        seen.doubledTaskIds(),
        servers.number("select count(distinct task_id) from task_event where phase = 'in_doubt'"),
        told.size(),
        receiver.count() - told.size(),
        submitted,
        delivered);
    assertEquals(tasks, servers.number("select count(*) from task where status = 'DONE'"));
    assertEquals(tasks, servers.number("select count(*) from task"));
    assertEquals(tasks, seen.distinctTaskIds());
    assertEquals(0, seen.doubledTaskIds());
    assertEquals(0, seen.refused());
    assertEquals(tasks, told.size());
    assertTrue(submitted > 0 && delivered > 0, "the ticks did not do the work");
  }

  /** Without a linger only open requests make the engine run. */
  @Test
  void betweenRequestsNothingRuns() throws Exception {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "between-requests",
                servers.environment(
                    "ANTEROOM_ENGINE_MODE", "on-demand",
                    "ANTEROOM_ENGINE_TICK_KEY", TestEnvironment.TICK,
                    "ANTEROOM_ENGINE_LINGER", "0s",
                    "ANTEROOM_ENGINE_MAX_TICK", "3s",
                    "ANTEROOM_ENGINE_MAX_REQUEST", "3s",
                    "ANTEROOM_CLUSTER_LEASE", LEASE))) {
      JsonNode idle = ScenarioRequests.read(tickAsync(replica, "").join());
      assertTrue(idle.path("next_due").isNull(), idle.toString());
      assertTrue(idle.path("complete").asBoolean(), idle.toString());
      ended(replica, "a held wait makes the engine run");
      awaitRest(servers);
      servers.execute(QUEUED_AGAIN);
      assertRests(servers);
      JsonNode ticked = ScenarioRequests.read(tickAsync(replica, "?seconds=1").join());
      assertEquals(1, ticked.path("submitted").asInt(), ticked.toString());
      assertEquals(400, tickAsync(replica, "?seconds=4").join().statusCode());
      assertSubmitUnderWayEndsFirst(servers, replica);
      assertWaitsEndInTime(servers, replica);
    }
  }

  private static void ended(AnteroomProcess replica, String text) {
    JsonNode task =
        ScenarioRequests.postJson(
            replica,
            "/index-and-wait",
            "{\"text\": \"%s\", \"collection_id\": \"c\"}".formatted(text));
    String id = task.path("task_id").asText();
    Awaitility.await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                ScenarioRequests.getAsync(replica, "/tasks/" + id, "Prefer", "wait=3")
                    .join()
                    .body()
                    .contains("\"DONE\""));
  }

  private static void awaitRest(ScenarioServers servers) {
    Awaitility.await().atMost(REST).until(() -> servers.number(LEASES) == 0);
  }

  /** The queued task stays queued, no call goes upstream, and the replica has no lease. */
  private static void assertRests(ScenarioServers servers) {
    awaitRest(servers);
    int calls = servers.upstream().counters().calls();
    Awaitility.await()
        .during(Duration.ofSeconds(3))
        .atMost(SOON)
        .until(
            () ->
                servers.number(LEASES) == 0
                    && servers.number("select count(*) from task where phase = 'queued'") == 1
                    && servers.upstream().counters().calls() == calls);
  }

  /** The time of the tick is over before the upstream has answered. */
  private static void assertSubmitUnderWayEndsFirst(
      ScenarioServers servers, AnteroomProcess replica) {
    servers.control().set(SLOW_SUBMITS);
    servers.execute(QUEUED_AGAIN);
    JsonNode ticked = ScenarioRequests.read(tickAsync(replica, "?seconds=1").join());
    assertTrue(ticked.path("under_way").asBoolean(), ticked.toString());
    assertEquals(1, servers.number(LEASES));
    Awaitility.await().atMost(SOON).until(() -> servers.number(LEASES) == 0);
    assertEquals(1, servers.number("select count(*) from task where phase = 'running'"));
    assertEquals(0, servers.number("select count(*) from task_event where phase = 'in_doubt'"));
  }

  private static void assertWaitsEndInTime(ScenarioServers servers, AnteroomProcess replica) {
    servers.execute(QUEUED_AGAIN + ", not_before = now() + interval '1 h'");
    String task =
        ScenarioRequests.get(replica, "/tasks").path("results").path(0).path("task_id").asText();
    HttpResponse<String> waited =
        ScenarioRequests.getAsync(replica, "/tasks/" + task, "Prefer", "wait=600").join();
    assertEquals("wait=3", waited.headers().firstValue("Preference-Applied").orElse(""));
    assertTrue(waited.headers().firstValueAsLong("Retry-After").orElse(0) <= 3, waited.toString());
    HttpResponse<String> stream =
        ScenarioRequests.getAsync(replica, "/tasks/" + task + "/events").join();
    assertEquals(200, stream.statusCode());
  }

  @Test
  void withoutAKeyThereIsNoTick() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro");
        AnteroomProcess replica = AnteroomProcess.start("no-tick", servers.environment())) {
      HttpResponse<String> answer = tickAsync(replica, "").join();
      assertEquals(404, answer.statusCode());
      assertTrue(answer.body().contains("No key of the tick is configured."), answer.body());
    }
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_ENGINE_MODE", "on-demand",
        "ANTEROOM_ENGINE_TICK_KEY", TestEnvironment.TICK,
        "ANTEROOM_ENGINE_LINGER", LINGER.toMillis() + "ms",
        "ANTEROOM_QUOTA_WINDOW", WINDOW.toMillis() + "ms",
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET", SECRET,
        "ANTEROOM_CALLBACKS_ALLOW_HTTP", "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true",
        "ANTEROOM_CALLBACKS_TIMEOUT", "1s",
        "ANTEROOM_CLUSTER_LEASE", LEASE,
        "ANTEROOM_QUOTA_USE_BY", "1s",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
        "ANTEROOM_IN_DOUBT_GRACE", "3s",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms");
  }

  private static SandboxSettings upstream() {
    LimitSettings limits =
        LimitSettings.seed()
            .withMethod(CountingMethod.SLIDING_WINDOW)
            .withWindowMs(WINDOW.toMillis());
    return SandboxSettings.defaults()
        .withLimits(limits)
        .withLatency("*", LatencySettings.jitter(5, 50));
  }
}
