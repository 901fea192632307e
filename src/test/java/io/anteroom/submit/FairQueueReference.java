package io.anteroom.submit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;

/** Start-time fair queueing as in the paper: one task at a time, in memory. */
final class FairQueueReference {

  private record Waiting(UUID id, int priority) {}

  private record Candidate(String client, UUID id, double start) {}

  private static final Comparator<Waiting> WITHIN_CLIENT =
      Comparator.comparing(Waiting::priority).reversed().thenComparing(Waiting::id);

  private final Map<String, Double> weights;
  private final Map<String, Queue<Waiting>> queues = new HashMap<>();
  private final Map<String, Double> finishes = new HashMap<>();
  private double clock;

  FairQueueReference(Map<String, Double> weights) {
    this.weights = weights;
  }

  void add(UUID id, String client, int priority) {
    queues
        .computeIfAbsent(client, c -> new PriorityQueue<>(WITHIN_CLIENT))
        .add(new Waiting(id, priority));
  }

  List<UUID> take(int max) {
    List<UUID> taken = new ArrayList<>();
    while (taken.size() < max && queues.values().stream().anyMatch(q -> !q.isEmpty())) {
      taken.add(takeOne());
    }
    return taken;
  }

  List<String> backlogged() {
    return queues.keySet().stream().filter(c -> !queues.get(c).isEmpty()).toList();
  }

  private UUID takeOne() {
    Candidate first =
        backlogged().stream()
            .map(c -> new Candidate(c, queues.get(c).peek().id(), start(c)))
            .min(Comparator.comparing(Candidate::start).thenComparing(Candidate::id))
            .orElseThrow();
    queues.get(first.client()).remove();
    clock = first.start();
    finishes.put(first.client(), first.start() + 1 / weights.get(first.client()));
    return first.id();
  }

  private double start(String client) {
    return Math.max(clock, finishes.getOrDefault(client, 0.0));
  }
}
