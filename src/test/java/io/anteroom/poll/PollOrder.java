package io.anteroom.poll;

/** Which task a rule polls first. */
interface PollOrder {

  /** The task with the greatest worth comes first. */
  double worth(SimulatedTask task, double now);

  /** A poll at this time was the first to show that the task has ended. */
  default void ended(SimulatedTask task, double polledAt) {}

  /** First what was not polled for the longest time, divided by a power of its age. */
  static PollOrder byAge(double power) {
    return (task, now) -> (now - task.polledAt) / Math.pow(task.age(now), power);
  }

  /** First what is expected to be stalest, by list (E) or one by one (E × P). */
  static PollOrder byCurves(LearnedCurves curves, double power) {
    return new PollOrder() {
      @Override
      public double worth(SimulatedTask task, double now) {
        double staleness = curves.staleness(task, now);
        return power == 0 ? staleness : staleness * Math.pow(curves.probability(task, now), power);
      }

      @Override
      public void ended(SimulatedTask task, double polledAt) {
        curves.learn(task.workload, task.age(task.polledAt), task.age(polledAt));
      }
    };
  }
}
