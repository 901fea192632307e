package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many requests wait at once on one replica that also accepts, submits and polls. Measures from the
 * commit of an end, by the clock of PostgreSQL, to the response at the client.
 */
class ManyWaitersIT {

  private static final int PER_SECOND = 500;

  @Test
  void twoThousand() {
    wait(2_000, Duration.ofSeconds(15), "-Xmx192m");
  }

  @Test
  @Tag("scenarios")
  void tenThousand() {
    wait(10_000, Duration.ofSeconds(35), "-Xmx240m", "-Xmn48m");
  }

  /** All have been accepted before the first ends, since each takes that long upstream. */
  private static void wait(int calls, Duration upstreamTime, String... jvmOptions) {
    try (ScenarioServers servers = new ScenarioServers(settings(upstreamTime), "enterprise");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "waiters", servers.environment("MALLOC_ARENA_MAX", "2"), jvmOptions);
        WaitingCalls waiting = new WaitingCalls(replica, calls)) {
      waiting.start(calls, PER_SECOND);
      int max = awaitMost(replica, calls);
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> waiting.arrivals().size() + waiting.others().size() >= calls);
      long[] delays = delays(servers.commits(), waiting.arrivals());
      System.out.printf(
          "waiters: %d at once, %d ends a second; from commit to answer p50 %d, p99 %d, most %d ms;"
              + " %s, peak RSS %d MiB%n",
          max,
          PER_SECOND,
          delays[delays.length / 2],
          delays[delays.length * 99 / 100],
          delays[delays.length - 1],
          String.join(" ", jvmOptions),
          replica.peakRssKib() / 1024);
      assertEquals(Map.of(), waiting.others());
      assertEquals(calls, delays.length);
      assertTrue(max > calls * 0.95, "all wait at once: " + max);
    }
  }

  private static SandboxSettings settings(Duration upstreamTime) {
    StageTimes times =
        new StageTimes(
            StageTime.NONE,
            StageTime.NONE,
            StageTime.NONE,
            StageTime.between(upstreamTime.toMillis(), upstreamTime.toMillis()));
    return SandboxSettings.defaults().withStages(Map.of(Modality.TEXT, times));
  }

  private static int awaitMost(AnteroomProcess replica, int calls) {
    int[] max = {0};
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              int now = (int) Metrics.read(replica, "anteroom_requests_waiting");
              max[0] = Math.max(max[0], now);
              return now >= calls || now < max[0];
            });
    return max[0];
  }

  private static long[] delays(Map<UUID, Long> commits, Map<UUID, Long> arrivals) {
    return arrivals.entrySet().stream()
        .mapToLong(arrival -> arrival.getValue() - commits.get(arrival.getKey()))
        .sorted()
        .toArray();
  }
}
