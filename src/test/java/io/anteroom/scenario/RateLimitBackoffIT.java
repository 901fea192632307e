package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.counters.SecondCount;
import io.anteroom.sandbox.upstream.settings.CountingMethod;
import io.anteroom.sandbox.upstream.settings.LatencySettings;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.RateLimitStyle;
import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import io.anteroom.sandbox.upstream.settings.SandboxPlan;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An upstream that allows half of its plan: the ledger learns the limit in the window of the first
 * 429, and no refused submit is an attempt of its task.
 */
class RateLimitBackoffIT {

  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final double MAX_REFUSED = 0.02;

  @Test
  void afterTheFirstWindowFewCallsAreRefused() {
    run(RateLimitStyle.RETRY_AFTER_SECONDS, 450);
  }

  /** Long enough for the lowered limit to rise past the real one several times. */
  @Tag("scenarios")
  @ParameterizedTest
  @EnumSource(RateLimitStyle.class)
  void fewCallsAreRefusedLaterForEveryKindOf429(RateLimitStyle style) {
    run(style, 2000);
  }

  private static void run(RateLimitStyle style, int tasks) {
    try (ScenarioServers servers = new ScenarioServers(halved(style), "pro");
        ReplicaGroup replicaGroup = new ReplicaGroup(servers)) {
      replicaGroup.accept(tasks);
      replicaGroup.start(3, WINDOW);
      replicaGroup.awaitDone(tasks, WINDOW.multipliedBy(10 + tasks / 20));
      CounterSnapshot seen = servers.upstream().counters();
      long first =
          seen.seconds().stream()
              .filter(second -> second.refused() > 0)
              .mapToLong(SecondCount::second)
              .min()
              .orElseThrow(() -> new AssertionError("the limit was not met"));
      List<SecondCount> later =
          seen.seconds().stream()
              .filter(second -> second.second() > first + WINDOW.toSeconds())
              .toList();
      int calls = later.stream().mapToInt(SecondCount::calls).sum();
      int refused = later.stream().mapToInt(SecondCount::refused).sum();
      System.out.printf(
          "pause, real limits half of the plan's, %s: %d tasks done; until the window of the"
              + " first 429 was over %d of %d calls refused, later %d of %d (%.2f %%)%n",
          style,
          tasks,
          seen.refused() - refused,
          seen.calls() - calls,
          refused,
          calls,
          100.0 * refused / calls);
      assertTrue(refused < MAX_REFUSED * calls, refused + " of " + calls);
      assertEquals(tasks, seen.tasksCreated());
      assertEquals(tasks, seen.distinctTaskIds());
    }
  }

  private static SandboxSettings halved(RateLimitStyle style) {
    LimitSettings seed = LimitSettings.seed();
    Map<SandboxEndpointClass, Integer> half = new EnumMap<>(SandboxEndpointClass.class);
    seed.plans().get(SandboxPlan.PRO).forEach((row, limit) -> half.put(row, limit / 2));
    LimitSettings limits =
        new LimitSettings(
            CountingMethod.SLIDING_WINDOW,
            WINDOW.toMillis(),
            null,
            style,
            Map.of(SandboxPlan.PRO, half));
    return SandboxSettings.instant()
        .withLimits(limits)
        .withLatency("*", LatencySettings.jitter(5, 50));
  }
}
