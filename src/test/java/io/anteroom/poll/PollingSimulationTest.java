package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.task.Phase;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The classes of this package in simulated time: 70 % of the tasks take about 2 s, 25 % about 12 s,
 * 5 % about 240 s, and there are 60 permits a minute, of which 3 are left to others.
 */
class PollingSimulationTest {

  private static final int LIMIT = 60;

  @Test
  void byListTheMeanIsHalfTheTimeBetweenTwoPolls() {
    double mean = mean("by list", 40, true, false, 1);
    assertEquals(PollingSimulation.INTERVAL / 2 + PollingSimulation.CALL / 2, mean, 0.05);
  }

  @Test
  void byListAtTenTimesTheLoadItIsHardlyMore() {
    assertTrue(mean("by list, 400 a minute", 400, true, false, 1) <= 0.8);
  }

  @Test
  void oneByOneCompletionTimesShowWhichTaskToPoll() {
    assertTrue(mean("one by one", 40, false, false, 1) <= 4.5);
  }

  @Test
  void aMixtureIsLearnedAsOne() {
    assertTrue(mean("one by one, one workload", 20, false, true, 1) <= 3);
  }

  @Test
  void twoReplicasLeaveNoLongTimeWithoutAPermit() {
    assertTrue(mean("by list, two replicas", 40, true, false, 2) <= 1.5);
  }

  private static double mean(
      String name, int perMinute, boolean byList, boolean isOneWorkload, int replicas) {
    SimulatedLoad load =
        new SimulatedLoad(name, SimulatedLoad.mixed("a", perMinute, 1), isOneWorkload);
    LearnedCurves curves = new LearnedCurves(load, new Random(2));
    List<PollRule> rules =
        Stream.<PollRule>generate(() -> new CurvePollRule(byList, curves)).limit(replicas).toList();
    PollingResult result = new PollingSimulation(rules).run(load.tasks(new Random(1), 20 * 60), 15);
    System.out.printf(
        "simulated, %s: mean %.2f s, %.2f polls for each end%n",
        name, result.mean(), result.callsPerEnd());
    assertTrue(result.mostInAWindow <= LIMIT, result.mostInAWindow + " polls in a window");
    return result.mean();
  }

  static RunningTask task(UUID id, String workload, double age, double polledAt) {
    return task(id, workload, age, polledAt, "c");
  }

  static RunningTask task(UUID id, String workload, double age, double polledAt, String client) {
    return new RunningTask(
        id,
        1,
        TaskKind.TEXT,
        Phase.RUNNING,
        "u",
        "c",
        TaskStatus.PROCESSING,
        0,
        false,
        List.of(),
        false,
        "a",
        workload,
        Duration.ofNanos((long) (age * 1e9)),
        Duration.ofNanos((long) (polledAt * 1e9)),
        client,
        null,
        PollHistory.NONE);
  }
}
