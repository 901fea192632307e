package io.anteroom.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Predicate;

/**
 * What this replica has done since its start, read from its metrics.
 *
 * @param submitted submits that the upstream accepted
 * @param polled tasks that were polled, each time they were
 * @param checked tasks in doubt that were searched for, each time they were
 * @param ended tasks that ended
 * @param delivered callbacks that their receivers accepted
 * @param takenOver submits of dead replicas that were put in doubt
 */
public record WorkCounts(
    long submitted, long polled, long checked, long ended, long delivered, long takenOver) {

  /** The counter of tasks in doubt that were searched for. */
  public static final String CHECKS = "anteroom.in.doubt.checks";

  static final String TAKEN_OVER = "anteroom.submits.taken.over";

  static WorkCounts read(MeterRegistry registry) {
    return new WorkCounts(
        sum(registry, "anteroom.submits", counter -> is(counter, "outcome", "accepted")),
        sum(registry, "anteroom.polls", counter -> !is(counter, "finding", "not_polled")),
        sum(registry, CHECKS, counter -> true),
        sum(registry, "anteroom.tasks.ended", counter -> true),
        delivered(registry),
        sum(registry, TAKEN_OVER, counter -> true));
  }

  /** What was done after these were read. */
  WorkCounts since(WorkCounts before) {
    return new WorkCounts(
        submitted - before.submitted,
        polled - before.polled,
        checked - before.checked,
        ended - before.ended,
        delivered - before.delivered,
        takenOver - before.takenOver);
  }

  private static long sum(MeterRegistry registry, String name, Predicate<Counter> which) {
    return Math.round(
        registry.find(name).counters().stream().filter(which).mapToDouble(Counter::count).sum());
  }

  private static long delivered(MeterRegistry registry) {
    return registry
        .find("anteroom.callbacks.attempt.duration")
        .tag("outcome", "delivered")
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static boolean is(Counter counter, String tag, String value) {
    return value.equals(counter.getId().getTag(tag));
  }
}
