package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.Completion;
import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Saturation on the Pro plan, 200 text submits a window, over a window that is compressed in the
 * stand-in and in the ledger alike, with 5 to 50 ms of jitter in every answer.
 */
class QuotaIT {

  private static final int LIMIT = 200;
  private static final int SHORTLY = 3;
  private static final int WINDOWS = 5;

  private static final Duration COMPRESSED = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double MIN_USED = 0.97;

  /** Lower, since the machine may be busy. */
  private static final double MIN_USED_SHORTLY = 0.85;

  /** The strictest of the three ways. A busy machine delays a window; a fault would delay each. */
  @Test
  void threeReplicasUseTheQuotaAndNeverExceedIt() {
    List<Long> took = saturate(CountingMethod.SLIDING_WINDOW, COMPRESSED, SHORTLY);
    double used = 1.0 * COMPRESSED.toMillis() / Collections.min(took);
    assertTrue(used >= MIN_USED_SHORTLY, "used " + used);
  }

  @Tag("scenarios")
  @ParameterizedTest
  @EnumSource(CountingMethod.class)
  void theQuotaHoldsForEveryWayToCountAWindow(CountingMethod method) {
    assertUsed(COMPRESSED, saturate(method, COMPRESSED, WINDOWS));
  }

  @Tag("scenarios")
  @ParameterizedTest
  @EnumSource(CountingMethod.class)
  void threeReplicasUseTheQuotaOverRealMinutes(CountingMethod method) {
    assertUsed(MINUTE, saturate(method, MINUTE, WINDOWS));
  }

  /** Proves that the test can see a broken ledger. */
  @Tag("scenarios")
  @Test
  void withoutTheLedgerTheUpstreamAnswers429() {
    Duration window = Duration.ofSeconds(3);
    try (ScenarioServers servers = servers(CountingMethod.SLIDING_WINDOW, window);
        ReplicaGroup replicaGroup = new ReplicaGroup(servers)) {
      replicaGroup.accept(2 * LIMIT);
      replicaGroup.start(1, window, "ANTEROOM_QUOTA_ENABLED", "false");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> servers.upstream().counters().refused() > 0);
      CounterSnapshot seen = servers.upstream().counters();
      System.out.printf("quota, ledger switched off: %d answers with 429%n", seen.refused());
      assertEquals(0, seen.doubledTaskIds());
    }
  }

  private static void assertUsed(Duration window, List<Long> took) {
    double used = used(window, took);
    assertTrue(used >= MIN_USED, "used " + used);
  }

  /**
   * Answers how many ms each window's worth of submits took, without the first. All tasks were
   * queued before the first submit, so that the class is saturated.
   */
  private static List<Long> saturate(CountingMethod method, Duration window, int windows) {
    // A window to warm up, the span, and some more so that the queue is never empty in it.
    int tasks = (windows + 1) * LIMIT + 50;
    try (ScenarioServers servers = servers(method, window);
        ReplicaGroup replicaGroup = new ReplicaGroup(servers)) {
      replicaGroup.accept(tasks);
      replicaGroup.start(3, window);
      replicaGroup.awaitDone(tasks, window.multipliedBy(2L * windows + 10));
      CounterSnapshot seen = servers.upstream().counters();
      List<Long> took = took(servers, windows);
      System.out.printf(
          "quota, 3 replicas, %s, %d windows of %d s: %d tasks, %d calls, %d answers with 429,"
              + " %.2f %% of index.text used, %s ms a window%n",
          method,
          windows,
          window.toSeconds(),
          seen.tasksCreated(),
          seen.calls(),
          seen.refused(),
          100 * used(window, took),
          took);
      assertEquals(0, seen.refused());
      assertEquals(tasks, seen.tasksCreated());
      assertEquals(tasks, seen.distinctTaskIds());
      return took;
    }
  }

  /**
   * The used part of the quota: the time that the limit needs for so many submits, divided by the
   * time that they took. A burst at the edge does not raise it.
   */
  private static double used(Duration window, List<Long> took) {
    return 1.0 * took.size() * window.toMillis() / took.stream().mapToLong(Long::longValue).sum();
  }

  private static List<Long> took(ScenarioServers servers, int windows) {
    long[] arrivals = arrivals(servers);
    return LongStream.rangeClosed(1, windows)
        .map(n -> arrivals[(int) (n + 1) * LIMIT] - arrivals[(int) n * LIMIT])
        .boxed()
        .toList();
  }

  private static long[] arrivals(ScenarioServers servers) {
    return servers.upstream().completions().stream()
        .mapToLong(Completion::createdAtMs)
        .sorted()
        .toArray();
  }

  private static ScenarioServers servers(CountingMethod method, Duration window) {
    LimitSettings limits = LimitSettings.seed().withMethod(method).withWindowMs(window.toMillis());
    return new ScenarioServers(
        SandboxSettings.instant()
            .withLimits(limits)
            .withLatency("*", LatencySettings.jitter(5, 50)),
        "pro");
  }
}
