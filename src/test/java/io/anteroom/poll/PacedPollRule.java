package io.anteroom.poll;

import io.anteroom.quota.PermitSupply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Polls at an even pace, with the clients in turn, and of each client first what comes first in a
 * given order.
 */
final class PacedPollRule implements PollRule {

  private final boolean byList;
  private final double pace;
  private final PollOrder pollOrder;
  private final FairPollOrder fairOrder = new FairPollOrder(client -> 1);
  private double nextAt;

  /**
   * @param pace the time between two polls, in intervals between two permits
   * @param pollOrder which task of a client comes first
   */
  PacedPollRule(boolean byList, double pace, PollOrder pollOrder) {
    this.byList = byList;
    this.pace = pace;
    this.pollOrder = pollOrder;
  }

  @Override
  public List<List<SimulatedTask>> choose(
      double now, Collection<SimulatedTask> tasks, PermitSupply supply) {
    if (supply.free() == 0 || now < nextAt || tasks.isEmpty()) {
      return List.of();
    }
    List<SimulatedTask> order = new ArrayList<>(tasks);
    order.removeIf(task -> task.age(now) < 0.1);
    if (order.isEmpty()) {
      return List.of();
    }
    nextAt = Math.max(nextAt, now - PollingSimulation.STEP) + pace * PollingSimulation.INTERVAL;
    Map<SimulatedTask, Double> worth = new HashMap<>();
    order.forEach(task -> worth.put(task, pollOrder.worth(task, now)));
    order.sort(Comparator.comparingDouble((SimulatedTask task) -> worth.get(task)).reversed());
    List<SimulatedTask> fair = inFairOrder(order);
    List<SimulatedTask> poll =
        List.copyOf(fair.subList(0, Math.min(fair.size(), byList ? PAGE : 1)));
    fairOrder.took(poll.stream().map(task -> task.running(now)).toList());
    return List.of(poll);
  }

  @Override
  public void ended(SimulatedTask task, double polledAt) {
    pollOrder.ended(task, polledAt);
  }

  private List<SimulatedTask> inFairOrder(List<SimulatedTask> order) {
    Map<SimulatedTask, Double> starts = new HashMap<>();
    Map<String, Double> next = new HashMap<>();
    for (SimulatedTask task : order) {
      double start = next.computeIfAbsent(task.client, fairOrder::start);
      starts.put(task, start);
      next.put(task.client, start + fairOrder.cost(task.client) / PAGE);
    }
    if (next.size() > 1) {
      order.sort(Comparator.comparingDouble(starts::get));
    }
    return order;
  }
}
