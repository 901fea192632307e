package io.anteroom.poll;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Tasks that come in evenly, each kind with log-normal completion times.
 *
 * @param name what it is, for the output
 * @param kinds what comes in
 * @param isOneWorkload whether all kinds have the same workload, so that nothing follows from it
 */
record SimulatedLoad(String name, List<Kind> kinds, boolean isOneWorkload) {

  private static final double SIGMA = 0.5;

  /**
   * Tasks of one kind.
   *
   * @param client whose they are
   * @param perMinute how many come in
   * @param median of their completion times, in seconds
   */
  record Kind(String client, double perMinute, double median) {

    double draw(Random random) {
      return median * Math.exp(SIGMA * random.nextGaussian());
    }

    /** How many of them run at the same time, on average. */
    double running() {
      return perMinute / 60 * median * Math.exp(SIGMA * SIGMA / 2);
    }
  }

  /**
   * 70 % of about 2 s, 25 % of about 12 s, 5 % of about 240 s, all times this many times longer.
   */
  static List<Kind> mixed(String client, double perMinute, double stretch) {
    return List.of(
        new Kind(client, 0.7 * perMinute, 2 * stretch),
        new Kind(client, 0.25 * perMinute, 12 * stretch),
        new Kind(client, 0.05 * perMinute, 240 * stretch));
  }

  /** So many tasks of about an hour at any time. */
  static Kind hours(String client, int running) {
    double one = new Kind(client, 1, 3600).running();
    return new Kind(client, running / one, 3600);
  }

  /** The same load with other kinds beside it. */
  static List<Kind> beside(List<Kind> kinds, Kind other) {
    List<Kind> all = new ArrayList<>(kinds);
    all.add(other);
    return all;
  }

  SimulatedLoad asOneWorkload() {
    return new SimulatedLoad(name + ", one workload", kinds, true);
  }

  String workload(Kind kind) {
    return isOneWorkload ? "all" : "of " + kind.median();
  }

  double running() {
    return kinds.stream().mapToDouble(Kind::running).sum();
  }

  /** A kind, as often as it comes in. */
  Kind drawKind(Random random) {
    double at = random.nextDouble() * kinds.stream().mapToDouble(Kind::perMinute).sum();
    for (Kind kind : kinds) {
      at -= kind.perMinute();
      if (at < 0) {
        return kind;
      }
    }
    return kinds.get(kinds.size() - 1);
  }

  /** All that run at time 0 or come in before {@code until}, in the order of their submits. */
  List<SimulatedTask> tasks(Random random, double until) {
    List<SimulatedTask> tasks = new ArrayList<>();
    for (Kind kind : kinds) {
      double every = 60 / kind.perMinute();
      for (double at = -8 * kind.median() - every * random.nextDouble(); at < until; at += every) {
        double end = at + kind.draw(random);
        if (end > 0) {
          UUID id = new UUID(random.nextLong(), random.nextLong());
          tasks.add(new SimulatedTask(id, kind.client(), workload(kind), at, end));
        }
      }
    }
    tasks.sort(Comparator.comparingDouble(task -> task.submittedAt));
    return tasks;
  }
}
