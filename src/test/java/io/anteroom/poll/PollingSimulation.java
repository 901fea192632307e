package io.anteroom.poll;

import io.anteroom.quota.PermitSupply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Polls of one account in simulated time, by one replica or several: 60 permits a minute, of which
 * 3 are left to others.
 */
final class PollingSimulation {

  static final int USABLE = 57;
  static final double HOLD = 60.06;
  static final double CALL = 0.1;
  static final double INTERVAL = (HOLD + CALL) / USABLE;

  static final double STEP = 0.05;

  private static final double WARM_UP = 3 * 60;

  /** An end that nobody knows so long after what is counted counts as if it became known then. */
  private static final double AFTER = 60;

  private record Call(
      double answeredAt, double readAt, double sentAt, PollRule by, List<SimulatedTask> tasks) {}

  private final List<PollRule> replicas;
  private final Set<SimulatedTask> waiting = new LinkedHashSet<>();
  private final Deque<Call> calls = new ArrayDeque<>();
  private final PriorityQueue<Double> taken = new PriorityQueue<>();
  private final List<Double> sent = new ArrayList<>();
  private final PollingResult result = new PollingResult();
  private double until;

  PollingSimulation(List<PollRule> replicas) {
    this.replicas = replicas;
  }

  PollingResult run(List<SimulatedTask> tasks, double minutes) {
    until = WARM_UP + minutes * 60;
    int arrived = 0;
    for (double now = 0; now < until + AFTER; now += STEP) {
      while (arrived < tasks.size() && tasks.get(arrived).submittedAt <= now) {
        SimulatedTask task = tasks.get(arrived++);
        task.polledAt = Math.max(0, task.submittedAt);
        task.dueAt = task.polledAt;
        waits(task);
      }
      while (!calls.isEmpty() && calls.peek().answeredAt() <= now) {
        answered(calls.poll(), now);
      }
      while (!taken.isEmpty() && taken.peek() <= now) {
        taken.poll();
      }
      for (PollRule replica : replicas) {
        for (List<SimulatedTask> poll : replica.choose(now, waiting, supply(now))) {
          send(replica, poll, now);
        }
      }
    }
    waiting.forEach(task -> count(task, until + AFTER));
    result.mostInAWindow = mostInAWindow();
    return result;
  }

  private PermitSupply supply(double now) {
    Optional<Duration> nextFree =
        Optional.ofNullable(taken.peek()).map(free -> seconds(Math.min(HOLD, free - now)));
    return new PermitSupply(seconds(HOLD), USABLE, USABLE, USABLE - taken.size(), nextFree);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private void waits(SimulatedTask task) {
    waiting.add(task);
    replicas.forEach(replica -> replica.waits(task));
  }

  private void send(PollRule by, List<SimulatedTask> poll, double now) {
    taken.add(now + CALL + HOLD);
    sent.add(now);
    if (now >= WARM_UP && now < until) {
      result.calls++;
    }
    for (SimulatedTask task : poll) {
      waiting.remove(task);
      replicas.forEach(replica -> replica.polled(task));
    }
    calls.add(new Call(now + CALL, now + CALL / 2, now, by, poll));
  }

  private void answered(Call call, double now) {
    for (SimulatedTask task : call.tasks()) {
      if (task.endsAt <= call.readAt()) {
        replicas.forEach(replica -> replica.ended(task, call.readAt()));
        count(task, now);
      } else {
        task.polledAt = call.sentAt();
        call.by().unfinished(task, now);
        waits(task);
      }
    }
  }

  private void count(SimulatedTask task, double knownAt) {
    if (task.endsAt >= WARM_UP && task.endsAt < until) {
      result.count(task, knownAt - task.endsAt);
    }
  }

  private int mostInAWindow() {
    Collections.sort(sent);
    int most = 0;
    int first = 0;
    for (int i = 0; i < sent.size(); i++) {
      while (sent.get(i) - sent.get(first) >= 60) {
        first++;
      }
      most = Math.max(most, i - first + 1);
    }
    return most;
  }
}
