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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private static final Duration LINGER = Duration.ofMillis(500);
  private static final String SECRET = "whsec_YSBzZWNyZXQgb2YgdGhlIHNjZW5hcmlvIG9mIGNhbGxiYWNrcw==";
  private static final String UNTOLD = "select count(*) from callback where state <> 'delivered'";

  private int submitted;
  private int delivered;

  @Test
  void aProcessThatIsStoppedAgainAndAgainDoesAllWork() throws Exception {
    serve(24, 12);
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
      OnDemandReplicas replicas = new OnDemandReplicas(servers, environment(servers));
      for (int from = 0; from < tasks; from += perRequest) {
        int first = from;
        int end = Math.min(first + perRequest, tasks);
        replicas.run(replica -> accept(replica, receiver, first, end));
        if (first / perRequest % 2 == 1) {
          replicas.killAtWork();
        }
        replicas.run(this::tick);
      }
      String ended = "select count(*) from task where phase = 'ended'";
      while (servers.number(ended) < tasks || servers.number(UNTOLD) > 0) {
        replicas.run(this::tick);
        assertTrue(System.nanoTime() - start < MAX.toNanos(), servers.tasks());
      }
      check(servers, replicas, receiver, tasks, Duration.ofNanos(System.nanoTime() - start));
    }
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
    JsonNode report = ScenarioRequests.read(OnDemandReplicas.tick(replica, "?seconds=10").join());
    submitted += report.path("submitted").asInt();
    delivered += report.path("delivered").asInt();
    assertTrue(report.path("seconds").asDouble() <= 10.5, report.toString());
    assertFalse(report.path("under_way").asBoolean(), report.toString());
  }

  private void check(
      ScenarioServers servers,
      OnDemandReplicas replicas,
      CallbackReceiver receiver,
      int tasks,
      Duration took) {
    CounterSnapshot seen = servers.upstream().counters();
    Map<String, Long> told =
        receiver.received().stream()
            .collect(Collectors.groupingBy(Received::id, Collectors.counting()));
    System.out.printf(
        "on demand: %d tasks by %d processes in %d s, %d of them killed with -9; %d answers with"
            + " 429, lost %d, doubled %d, %d were in doubt; callbacks of %d tasks, %d twice; the"
            + " ticks counted %d submits and %d callbacks%n",
        tasks,
        replicas.starts(),
        took.toSeconds(),
        replicas.kills(),
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
        "ANTEROOM_CLUSTER_LEASE", OnDemandReplicas.LEASE,
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
