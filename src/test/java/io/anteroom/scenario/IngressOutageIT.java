package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.IngressProxy;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * For some seconds an intermediary answers every call while the upstream goes on with its tasks.
 * Only the upstream ends tasks, and submits leave again afterwards.
 */
class IngressOutageIT {

  private static final int RUNNING = 60;
  private static final int SUBMITTED_MEANWHILE = 40;
  private static final long WINDOW_MILLIS = 2_000;
  private static final Duration EACH = Duration.ofMillis(800);

  @Test
  void responsesOfAnIntermediaryEndNoTask() {
    SandboxSettings settings =
        SandboxSettings.instant()
            .withLimits(LimitSettings.seed().withWindowMs(WINDOW_MILLIS))
            .withStages(Map.of(Modality.TEXT, seconds()));
    try (ScenarioServers servers = new ScenarioServers(settings, "pro");
        IngressProxy ingressProxy = new IngressProxy(servers.upstream().baseUrl());
        AnteroomProcess replica =
            AnteroomProcess.start("ingress", environment(servers, ingressProxy))) {
      ScenarioRequests.acceptTexts(replica, RUNNING, "running");
      await(servers, RUNNING, "phase = 'running'");
      ingressProxy.answerAll(404, "text/html", IngressProxy.DEFAULT_BACKEND);
      ScenarioRequests.acceptTexts(replica, SUBMITTED_MEANWHILE, "queued");
      pass(EACH);
      ingressProxy.answerAll(403, "text/plain", "blocked by policy");
      pass(EACH);
      ingressProxy.answerAll(410, "text/html", "");
      pass(EACH);
      ingressProxy.answerAll(400, "application/json", "{\"code\": 1}");
      pass(EACH);
      int failed = servers.number("select count(*) from task where phase = 'ended'");
      ingressProxy.heal();
      long healed = System.nanoTime();
      await(servers, RUNNING + SUBMITTED_MEANWHILE, "phase = 'ended'");
      System.out.printf(
          "ingress outage of %.1f s: %d ended in it, %d DONE %.1f s after it, created upstream %d,"
              + " doubled %d%n",
          4 * EACH.toMillis() / 1e3,
          failed,
          servers.number("select count(*) from task where status = 'DONE'"),
          (System.nanoTime() - healed) / 1e9,
          servers.upstream().counters().distinctTaskIds(),
          servers.upstream().counters().doubledTaskIds());
      assertEquals(0, failed, "ended while nobody heard of the upstream");
      assertEquals(
          RUNNING + SUBMITTED_MEANWHILE,
          servers.number("select count(*) from task where status = 'DONE'"),
          servers::tasks);
      assertEquals(0, servers.upstream().counters().doubledTaskIds());
    }
  }

  private static Map<String, String> environment(
      ScenarioServers servers, IngressProxy ingressProxy) {
    return servers.environment(
        "MIXPEEK_BASE_URL",
        ingressProxy.baseUrl(),
        "ANTEROOM_QUOTA_WINDOW",
        WINDOW_MILLIS + "ms",
        "ANTEROOM_UPSTREAM_GONE_GRACE",
        "1s");
  }

  private static StageTimes seconds() {
    return new StageTimes(
        StageTime.NONE, StageTime.NONE, StageTime.NONE, StageTime.between(5_000, 5_500));
  }

  private static void await(ScenarioServers servers, int count, String where) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertEquals(
                    count,
                    servers.number("select count(*) from task where " + where),
                    servers::tasks));
  }

  private static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Awaitility.await().until(() -> System.nanoTime() > until);
  }
}
