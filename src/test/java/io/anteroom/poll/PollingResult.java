package io.anteroom.poll;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** What a simulation came to. */
final class PollingResult {

  /** From the end of a task until it was known, in seconds. */
  private record Lag(SimulatedTask task, double seconds) {}

  private final List<Lag> lags = new ArrayList<>();
  int calls;
  int mostInAWindow;

  void count(SimulatedTask task, double seconds) {
    lags.add(new Lag(task, seconds));
  }

  double mean() {
    return mean(task -> true);
  }

  double mean(Predicate<SimulatedTask> which) {
    return lags.stream()
        .filter(lag -> which.test(lag.task()))
        .mapToDouble(Lag::seconds)
        .average()
        .orElse(Double.NaN);
  }

  double p95() {
    List<Double> sorted = new ArrayList<>(lags.stream().map(Lag::seconds).toList());
    Collections.sort(sorted);
    return sorted.get((int) (0.95 * (sorted.size() - 1)));
  }

  double callsPerEnd() {
    return (double) calls / lags.size();
  }

  int ends() {
    return lags.size();
  }
}
