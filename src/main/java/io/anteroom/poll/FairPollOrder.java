package io.anteroom.poll;

import io.anteroom.account.ClientWeight;
import io.anteroom.task.RunningTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The turns that the clients of an account take in its polls: start-time fair queueing (Goyal, Vin,
 * Cheng 1996), as for submits. A poll costs 1/weight; that of a page is shared by the clients of
 * its tasks. A client starts where its last poll finished, but not before the clock, so who comes
 * back has neither saved nor owed anything. Not thread-safe: belongs to the steps of one lane.
 */
final class FairPollOrder {

  private final ToDoubleFunction<String> weights;
  private final Map<String, Double> finish;
  private double clock;

  /**
   * Nobody has had a turn yet.
   *
   * @param weights the weight of a client, more than 0
   */
  FairPollOrder(ToDoubleFunction<String> weights) {
    this(weights, new HashMap<>(), 0);
  }

  /** With these shares; a client that is not among them has the weight 1. */
  static FairPollOrder of(List<ClientWeight> shares) {
    Map<String, Double> weights = new HashMap<>();
    shares.forEach(share -> weights.put(share.client(), share.weight()));
    return new FairPollOrder(client -> weights.getOrDefault(client, 1.0));
  }

  private FairPollOrder(
      ToDoubleFunction<String> weights, Map<String, Double> finish, double clock) {
    this.weights = weights;
    this.finish = finish;
    this.clock = clock;
  }

  /** The same turns, to try out what would follow. */
  FairPollOrder copy() {
    return new FairPollOrder(weights, new HashMap<>(finish), clock);
  }

  /** Where the next poll of this client starts. */
  double start(String client) {
    return Math.max(clock, finish.getOrDefault(client, 0.0));
  }

  /** What a poll costs this client. */
  double cost(String client) {
    return 1 / weights.applyAsDouble(client);
  }

  /** Where a poll of these tasks starts: at the turn of whichever of their clients is next. */
  double start(List<RunningTask> tasks) {
    return tasks.stream().mapToDouble(task -> start(task.client())).min().orElse(clock);
  }

  /** These tasks were polled with one call. */
  void took(List<RunningTask> tasks) {
    double start = start(tasks);
    for (RunningTask task : tasks) {
      double part = cost(task.client()) / tasks.size();
      finish.put(task.client(), start(task.client()) + part);
    }
    clock = Math.max(clock, start);
    finish.values().removeIf(end -> end <= clock);
  }
}
