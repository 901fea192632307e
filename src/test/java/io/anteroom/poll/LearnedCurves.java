package io.anteroom.poll;

import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.poll.completion.CompletionTimeStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The completion curves of a simulation, learned as the service learns them. */
final class LearnedCurves {

  private static final int LEARNED_BEFORE = 400;

  private final Map<String, double[]> weights = new HashMap<>();
  private final Map<String, CompletionCurve> curves = new HashMap<>();

  /** It has seen tasks of each workload before, so that it is measured at its best. */
  LearnedCurves(SimulatedLoad load, Random random) {
    int kinds = load.kinds().size();
    for (int i = 0; i < LEARNED_BEFORE * kinds; i++) {
      SimulatedLoad.Kind kind =
          load.isOneWorkload() ? load.drawKind(random) : load.kinds().get(i % kinds);
      double took = kind.draw(random);
      learn(load.workload(kind), 0.95 * took, 1.05 * took);
    }
  }

  CompletionCurve of(String workload) {
    return curves.getOrDefault(workload, CompletionCurve.unknown());
  }

  /** The expected time since the end of a task. */
  double staleness(SimulatedTask task, double now) {
    return of(task.workload).staleness(task.age(task.polledAt), task.age(now));
  }

  /** The probability that there is an end to see. */
  double probability(SimulatedTask task, double now) {
    return of(task.workload).probability(task.age(task.polledAt), task.age(now));
  }

  /** A task ended between two ages. */
  void learn(String workload, double from, double to) {
    double[] one = of(workload).spread(from, to);
    double[] all = weights.computeIfAbsent(workload, w -> new double[one.length]);
    Arrays.setAll(all, i -> all[i] * CompletionTimeStore.DECAY + one[i]);
    curves.put(workload, new CompletionCurve(all));
  }
}
