package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.IngressProxy;
import io.anteroom.IngressProxy.Answer;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls that are under way when the lease of their replica is lost. */
class LostLeaseIT {

  private static final int TASKS = 20;
  private static final String UPLOAD = "POST /index/upload";
  private static final String IN_DOUBT = "select count(*) from task where phase = 'in_doubt'";
  private static final String DONE = "select count(*) from task where status = 'DONE'";

  /** The upstream has no list, so that only the responses settle the submits. */
  @Test
  void responsesAfterTheLeaseSettleTheirSubmits() {
    SandboxSettings settings =
        SandboxSettings.instant()
            .withLatency("index.text", new LatencySettings(0, 0, 1, 8000, 8000))
            .merge("{\"visibility\": {\"list_off_status\": 404}}");
    try (ScenarioServers servers = new ScenarioServers(settings, "enterprise");
        AnteroomProcess hung = AnteroomProcess.start("late", shortLease(servers))) {
      ScenarioRequests.acceptTexts(hung, TASKS, "late");
      Awaitility.await().until(() -> servers.upstream().counters().calls() >= TASKS);
      hung.freeze();
      try (AnteroomProcess heir = AnteroomProcess.start("heir", shortLease(servers))) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> servers.number(IN_DOUBT) == TASKS);
        hung.thaw();
        long thawed = System.nanoTime();
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> servers.number(DONE) == TASKS);
        CounterSnapshot seen = servers.upstream().counters();
        System.out.printf(
            "late answers: %d submits in doubt were settled %d ms after their replica went on;"
                + " created upstream %d, doubled %d%n",
            TASKS,
            Duration.ofNanos(System.nanoTime() - thawed).toMillis(),
            seen.tasksCreated(),
            seen.doubledTaskIds());
        assertEquals(TASKS, seen.tasksCreated());
        assertEquals(TASKS, ScenarioRequests.count(heir, "DONE"));
      }
    }
  }

  /**
   * The first submit of an upload hangs and comes to nothing; the second one is under way in the
   * same process when the first one ends.
   */
  @Test
  void theEndOfASubmitDoesNotSettleTheNext(@TempDir Path folder) throws IOException {
    CountDownLatch firstEnds = new CountDownLatch(1);
    CountDownLatch secondEnds = new CountDownLatch(1);
    AtomicInteger submits = new AtomicInteger();
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
        IngressProxy proxy = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess replica = AnteroomProcess.start("attempts", uploads(servers, proxy))) {
      proxy.answer(
          (call, body) ->
              call.equals(UPLOAD) && submits.incrementAndGet() == 1
                  ? after(firstEnds, new Answer(500, Map.of(), "{}"))
                  : null);
      proxy.change(UPLOAD::equals, body -> after(secondEnds, body));
      Path file = Files.writeString(folder.resolve("a.txt"), "a text");
      ScenarioRequests.upload(replica, "/index/upload", file, "text/plain");
      Awaitility.await().until(() -> submits.get() == 1);
      replica.freeze();
      String ended =
          "select count(*) from task join replica r on r.id = lease_owner"
              + " where r.lease_until < clock_timestamp()";
      Awaitility.await().until(() -> servers.number(ended) == 1);
      replica.thaw();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> submits.get() == 2);
      firstEnds.countDown();
      // Long enough for the next search for marks that were never sent, each 30 ticks.
      Awaitility.await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofMinutes(1))
          .until(() -> submits.get() == 2);
      secondEnds.countDown();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> servers.number(DONE) == 1);
      int created = servers.upstream().counters().tasksCreated();
      System.out.printf(
          "two submits of one upload in one process: %d calls, created upstream %d%n",
          submits.get(), created);
      assertEquals(1, created);
    } finally {
      firstEnds.countDown();
      secondEnds.countDown();
    }
  }

  private static <T> T after(CountDownLatch latch, T value) {
    try {
      latch.await();
      return value;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> shortLease(ScenarioServers servers) {
    return servers.environment("ANTEROOM_CLUSTER_LEASE", "4s", "ANTEROOM_QUOTA_USE_BY", "2s");
  }

  private static Map<String, String> uploads(ScenarioServers servers, IngressProxy proxy) {
    return servers.environment(
        "MIXPEEK_BASE_URL", proxy.baseUrl(),
        "ANTEROOM_CLUSTER_LEASE", "1s",
        "ANTEROOM_CLUSTER_TICK", "50ms",
        "ANTEROOM_QUOTA_USE_BY", "500ms",
        "ANTEROOM_UPSTREAM_CALL_TIMEOUT_MS", "1000",
        "ANTEROOM_IN_DOUBT_UPLOAD_GRACE", "500ms",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "200ms");
  }
}
