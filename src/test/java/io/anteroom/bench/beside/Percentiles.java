package io.anteroom.bench.beside;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Times, in milliseconds. Thread-safe. */
final class Percentiles {

  private final Queue<Double> values = new ConcurrentLinkedQueue<>();

  void add(double millis) {
    values.add(millis);
  }

  int count() {
    return values.size();
  }

  /**
   * The time that this part of all does not exceed; NaN without times.
   *
   * @param part 0 to 1
   */
  double at(double part) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))];
  }
}
