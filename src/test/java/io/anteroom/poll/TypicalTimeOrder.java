package io.anteroom.poll;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Knows one number of each workload, the geometric mean of its completion times. First comes what
 * was not polled for the longest time, divided by a power of its age or that number, whichever is
 * greater; what is younger than a part of that number comes last.
 */
final class TypicalTimeOrder implements PollOrder {

  private static final double WEIGHT = 1 / 200.0;

  private final double power;
  private final double youngest;
  private final Map<String, Double> logs = new HashMap<>();

  TypicalTimeOrder(double power, double youngest, SimulatedLoad load, Random random) {
    this.power = power;
    this.youngest = youngest;
    int kinds = load.kinds().size();
    for (int i = 0; i < 400 * kinds; i++) {
      SimulatedLoad.Kind kind =
          load.isOneWorkload() ? load.drawKind(random) : load.kinds().get(i % kinds);
      learn(load.workload(kind), kind.draw(random));
    }
  }

  @Override
  public double worth(SimulatedTask task, double now) {
    double typical = Math.exp(logs.get(task.workload));
    double age = task.age(now);
    double worth = (now - task.polledAt) / Math.pow(Math.max(age, typical), power);
    return age < youngest * typical ? worth / 100 : worth;
  }

  @Override
  public void ended(SimulatedTask task, double polledAt) {
    learn(task.workload, (task.age(task.polledAt) + task.age(polledAt)) / 2);
  }

  private void learn(String workload, double took) {
    double log = Math.log(took);
    logs.merge(workload, log, (old, one) -> old + WEIGHT * (one - old));
  }
}
