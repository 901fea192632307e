package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.poll.completion.CompletionTimeStore;
import io.anteroom.task.Phase;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The policy in simulated time: 40 tasks a minute, 70 % of about 2 s, 25 % of about 12 s, 5 % of
 * about 240 s, log-normal, and 60 permits a minute, of which 3 are left to others.
 */
class PollingSimulationTest {

  private static final double STEP = 0.05;
  private static final double WARM_UP = 3 * 60;
  private static final int SLOTS = 60;
  private static final int USABLE = 57;
  private static final double HOLD = 60.06;

  private final PollSettings settings = TestSettings.of(PollSettings.class);
  private final Map<String, double[]> learned = new HashMap<>();
  private final Map<UUID, Double> submitted = new HashMap<>();
  private final Map<UUID, Double> ends = new HashMap<>();
  private final PollChooser chooser = new PollChooser(settings, this::curve);
  private final FairPollOrder turns = new FairPollOrder(client -> 1);
  private double staleness;
  private int seen;
  private int looks;

  @Test
  void byListTheLagIsAtMostOneSecondWithQuotaToSpare() {
    double mean = run(40, 30, true);
    System.out.printf("simulated, by list: %.2f s, %.1f looks a minute%n", mean, looks / 30.0);
    assertTrue(mean <= 1, "mean " + mean);
    assertTrue(looks / 30.0 <= 0.8 * SLOTS, looks + " looks");
  }

  @Test
  void byListTheQuotaLastsForTenTimesTheLoad() {
    double mean = run(400, 8, true);
    System.out.printf(
        "simulated, by list, 400 a minute: %.2f s, %.1f looks a minute%n", mean, looks / 8.0);
    assertTrue(mean <= 1, "mean " + mean);
  }

  @Test
  void oneByOneTheLagIsAtMostFourAndAHalfSeconds() {
    double mean = run(40, 30, false);
    System.out.printf("simulated, one by one: %.2f s, %.1f looks a minute%n", mean, looks / 30.0);
    assertTrue(mean <= 4.5, "mean " + mean);
  }

  private double run(int perMinute, int minutes, boolean byList) {
    Random random = new Random(1);
    PriorityQueue<Double> taken = new PriorityQueue<>();
    List<RunningTask> running = new ArrayList<>();
    double nextArrival = 0;
    for (double now = 0; now < minutes * 60; now += STEP) {
      for (; nextArrival <= now; nextArrival += 60.0 / perMinute) {
        running.add(arrive(nextArrival, random));
      }
      while (!taken.isEmpty() && taken.peek() <= now) {
        taken.poll();
      }
      int free = Math.max(0, USABLE - taken.size());
      PollPrice price = new PollPrice(HOLD / USABLE, USABLE, 0.1);
      for (Chosen look : chooser.choose(at(now, running), byList, price, free, 16, turns)) {
        taken.add(now + HOLD);
        looks++;
        turns.took(look.tasks());
        look(look, now, running);
      }
    }
    return staleness / seen;
  }

  private RunningTask arrive(double at, Random random) {
    double kind = random.nextDouble();
    double median = kind < 0.7 ? 2 : kind < 0.95 ? 12 : 240;
    UUID id = new UUID(random.nextLong(), random.nextLong());
    submitted.put(id, at);
    ends.put(id, at + median * Math.exp(0.5 * random.nextGaussian()));
    return task(id, "of " + median, 0, 0);
  }

  private List<RunningTask> at(double now, List<RunningTask> running) {
    running.replaceAll(
        t -> task(t.id(), t.workload(), now - submitted.get(t.id()), t.polledAt().toNanos() / 1e9));
    return new ArrayList<>(running);
  }

  private void look(Chosen look, double now, List<RunningTask> running) {
    for (RunningTask task : look.tasks()) {
      running.removeIf(t -> t.id().equals(task.id()));
      double end = ends.get(task.id());
      double age = now - submitted.get(task.id());
      if (end > now) {
        running.add(task(task.id(), task.workload(), age, age));
        continue;
      }
      double[] one = curve(task).spread(task.polledAt().toNanos() / 1e9, age);
      double[] weights = learned.computeIfAbsent(task.workload(), w -> new double[one.length]);
      Arrays.setAll(weights, i -> weights[i] * CompletionTimeStore.DECAY + one[i]);
      if (submitted.get(task.id()) > WARM_UP) {
        staleness += now - end;
        seen++;
      }
    }
  }

  private CompletionCurve curve(RunningTask task) {
    double[] weights = learned.get(task.workload());
    return weights == null ? CompletionCurve.unknown() : new CompletionCurve(weights);
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
        PollHistory.NONE);
  }
}
