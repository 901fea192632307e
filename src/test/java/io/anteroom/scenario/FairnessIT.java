package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.counters.Completion;
import io.anteroom.sandbox.upstream.settings.LimitSettings;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One client of an account queues many tasks, then another one queues one. Each transaction takes
 * one permit here, so that the upstream sees tasks in the order of their permits.
 */
class FairnessIT {

  private static final int PERMITS = 3;
  private static final long WINDOW_MILLIS = 4000;
  private static final Duration MAX = Duration.ofMinutes(1);

  @Test
  void twoThousandTasksOfAnotherClientDelayNobody() {
    oneTaskAfter(2_000);
  }

  @Test
  @Tag("scenarios")
  void tenThousandTasksOfAnotherClientDelayNobody() {
    oneTaskAfter(10_000);
  }

  private static void oneTaskAfter(int tasks) {
    SandboxSettings settings =
        SandboxSettings.instant().withLimits(LimitSettings.seed().withWindowMs(WINDOW_MILLIS));
    try (ScenarioServers servers = new ScenarioServers(settings, "free");
        AnteroomProcess replica =
            AnteroomProcess.start(
                "fairness",
                servers.environment(
                    "ANTEROOM_API_KEYS",
                    "alice:" + TestEnvironment.ALICE + ",bob:" + TestEnvironment.BOB,
                    "ANTEROOM_SUBMIT_BATCH_SIZE",
                    "1",
                    "ANTEROOM_QUOTA_WINDOW",
                    WINDOW_MILLIS + "ms"))) {
      ScenarioRequests.acceptTexts(replica, tasks, "fairness");
      String task = ScenarioRequests.acceptTextAs(replica, TestEnvironment.BOB, "fairness");
      long before = servers.upstream().counters().tasksCreated();
      long rank = rankOf(task, servers.upstream()) - before;
      System.out.printf(
          "fairness: %,d tasks queued, then one of another client: permit %d after its commit%n",
          tasks - before, rank);
      assertTrue(rank <= PERMITS, "permit " + rank);
    }
  }

  /** Its rank among all created tasks; equal milliseconds count as earlier. */
  private static long rankOf(String task, SandboxUpstream upstream) {
    Awaitility.await()
        .atMost(MAX)
        .until(() -> upstream.completions().stream().anyMatch(c -> isOf(c, task)));
    List<Completion> all = upstream.completions();
    long createdAt =
        all.stream().filter(c -> isOf(c, task)).findFirst().orElseThrow().createdAtMs();
    return all.stream().filter(c -> c.createdAtMs() <= createdAt).count();
  }

  private static boolean isOf(Completion completion, String task) {
    return completion.marker() != null && completion.marker().startsWith(task + ".");
  }
}
