package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.callback.CallbackReceiver.Received;
import io.anteroom.callback.secret.NodeReceiver;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two replicas, one of which is killed with -9 while it delivers. The receiver answers some
 * messages with 500 twice, and lets others hang once. Every callback arrives.
 */
class CallbackIT {

  private static final Duration MAX = Duration.ofMinutes(3);
  private static final String SECRET = "whsec_YSBzZWNyZXQgb2YgdGhlIHNjZW5hcmlvIG9mIGNhbGxiYWNrcw==";
  private static final String TOLD = "select count(*) from callback where state = 'delivered'";
  private static final String UNDER_WAY = "select count(*) from callback where claim is not null";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void everyCallbackArrivesDespiteAKillAndFailures() throws Exception {
    tell(90, 1);
  }

  @Test
  @Tag("scenarios")
  void everyCallbackArrivesDespiteKillsAndFailures() throws Exception {
    tell(200, 2);
  }

  private void tell(int tasks, int kills) throws Exception {
    long start = System.nanoTime();
    try (ScenarioServers servers = new ScenarioServers(upstream(), "enterprise");
        CallbackReceiver receiver = new CallbackReceiver(this::rule)) {
      Map<String, String> environment = environment(servers);
      List<AnteroomProcess> replicas = servers.startReplicas("told", 2, environment);
      try (RetryingClient client =
          new RetryingClient(() -> List.copyOf(replicas), receiver.url("/hook"))) {
        int abandoned = storm(servers, client, replicas, environment, tasks, kills);
        Awaitility.await()
            .atMost(MAX)
            .pollInterval(Duration.ofMillis(250))
            .until(() -> servers.number(TOLD) == tasks);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        check(client, receiver, replicas.get(0), tasks);
        print(receiver, tasks, kills, abandoned, took);
      } finally {
        replicas.forEach(AnteroomProcess::kill);
      }
    }
  }

  @Test
  void theStandardWebhooksLibraryVerifiesEveryCallback() {
    try (NodeReceiver receiver = NodeReceiver.start(SECRET);
        ScenarioServers servers = new ScenarioServers(upstream(), "enterprise");
        AnteroomProcess replica = AnteroomProcess.start("verified", environment(servers));
        RetryingClient client =
            new RetryingClient(() -> List.of(replica), receiver.url().toString())) {
      IntStream.range(0, 50).forEach(i -> client.accept("key-" + i));
      Awaitility.await().atMost(MAX).until(() -> servers.number(TOLD) == 50);
      assertTrue(receiver.verdicts().size() >= 50);
      receiver.verdicts().forEach(verdict -> assertTrue(verdict.verified(), verdict.toString()));
      System.out.printf("callbacks: %d verified elsewhere%n", receiver.verdicts().size());
    }
  }

  @Test
  void aGracefulStopFinishesItsDeliveries() {
    try (ScenarioServers servers = new ScenarioServers(upstream(), "enterprise");
        CallbackReceiver receiver = new CallbackReceiver(told -> "slow")) {
      Map<String, String> environment = environment(servers);
      environment.put("ANTEROOM_CALLBACKS_TIMEOUT", "10s");
      AnteroomProcess stopping = AnteroomProcess.start("tells-and-stops", environment);
      try (RetryingClient client =
          new RetryingClient(() -> List.of(stopping), receiver.url("/hook"))) {
        IntStream.range(0, 20).forEach(i -> client.accept("key-" + i));
        Awaitility.await().atMost(MAX).until(() -> receiver.count() >= 4);
      }
      stopping.close();
      assertEquals(0, servers.number(UNDER_WAY));
      assertEquals(receiver.count(), servers.number(TOLD), "none was told and not recorded");
    }
  }

  /** Every tenth message hangs once, two of ten are answered with 500 twice. */
  private String rule(Received told) {
    int attempt = attempts.computeIfAbsent(told.id(), id -> new AtomicInteger()).incrementAndGet();
    int kind = Math.floorMod(told.id().hashCode(), 10);
    if (kind == 0 && attempt == 1) {
      failures.incrementAndGet();
      return "hang";
    }
    if (kind <= 2 && attempt <= 2) {
      failures.incrementAndGet();
      return "broken";
    }
    return "in";
  }

  /** Returns how many attempts the killed replicas had begun. */
  private static int storm(
      ScenarioServers servers,
      RetryingClient client,
      List<AnteroomProcess> replicas,
      Map<String, String> environment,
      int tasks,
      int kills)
      throws Exception {
    Random random = new Random();
    int abandoned = 0;
    for (int wave = 0; wave <= kills; wave++) {
      int from = wave * tasks / (kills + 1);
      int to = (wave + 1) * tasks / (kills + 1);
      List<? extends Future<?>> accepts =
          IntStream.range(from, to).mapToObj(i -> client.accept("key-" + i)).toList();
      if (wave < kills) {
        Awaitility.await()
            .atMost(MAX)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> servers.number(UNDER_WAY) > 0);
        int victim = random.nextInt(replicas.size());
        replicas.get(victim).kill();
        abandoned += servers.number(UNDER_WAY);
        replicas.set(victim, AnteroomProcess.start("told-again-" + wave, environment));
      }
      for (Future<?> accept : accepts) {
        accept.get(MAX.toSeconds(), TimeUnit.SECONDS);
      }
    }
    return abandoned;
  }

  private void check(
      RetryingClient client, CallbackReceiver receiver, AnteroomProcess replica, int tasks)
      throws IOException {
    Map<String, List<Received>> byId =
        receiver.received().stream().collect(Collectors.groupingBy(Received::id));
    assertEquals(tasks, client.accepted().values().stream().distinct().count());
    assertEquals(tasks, byId.size(), "one webhook-id for each task");
    assertTrue(failures.get() > 0, "the receiver never failed");
    for (String task : client.accepted().values()) {
      List<Received> told = byId.get("msg_" + task);
      byte[] first = told.get(0).bytes();
      told.forEach(again -> assertArrayEquals(first, again.bytes()));
      JsonNode shown = ScenarioRequests.get(replica, "/tasks/" + task);
      assertEquals(shown, JSON.readTree(first).path("data"));
    }
  }

  private void print(
      CallbackReceiver receiver, int tasks, int kills, int abandoned, Duration took) {
    System.out.printf(
        "callbacks: %d ends, %d kills of -9 with about %d attempts under way, %d s; %d requests,"
            + " of which %d failed as they should; delivered %d, delivered twice %d%n",
        tasks,
        kills,
        abandoned,
        took.toSeconds(),
        receiver.count(),
        failures.get(),
        tasks,
        receiver.count() - failures.get() - tasks);
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET", SECRET,
        "ANTEROOM_CALLBACKS_ALLOW_HTTP", "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true",
        "ANTEROOM_CALLBACKS_SCHEDULE", "200ms,500ms,1s,1s,1s,1s,1s,1s,1s,1s",
        "ANTEROOM_CALLBACKS_TIMEOUT", "1s",
        "ANTEROOM_CALLBACKS_BREAKER_DELAY", "300ms",
        "ANTEROOM_CLUSTER_LEASE", "3s",
        "ANTEROOM_QUOTA_USE_BY", "1s",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "2000",
        "ANTEROOM_IN_DOUBT_GRACE", "3s",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms");
  }

  private static SandboxSettings upstream() {
    return SandboxSettings.defaults().withLatency("*", LatencySettings.jitter(5, 50));
  }
}
