package io.anteroom.poll;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Of the tasks of one client those that are worth most. Not thread-safe. */
final class BestTasks {

  /** A task and its worth. */
  record Valued(PolledTask task, double worth) {}

  private static final Comparator<Valued> LEAST_FIRST = Comparator.comparingDouble(Valued::worth);

  private final int max;
  private final PriorityQueue<Valued> best = new PriorityQueue<>(LEAST_FIRST);

  /**
   * @param max how many to keep, at least 1
   */
  BestTasks(int max) {
    this.max = max;
  }

  void offer(PolledTask task, double worth) {
    if (best.size() == max) {
      if (best.element().worth() >= worth) {
        return;
      }
      best.remove();
    }
    best.add(new Valued(task, worth));
  }

  List<Valued> bestFirst() {
    List<Valued> all = new ArrayList<>(best);
    all.sort(LEAST_FIRST.reversed());
    return all;
  }
}
