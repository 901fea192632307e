package io.anteroom.poll.completion;

import java.util.function.DoubleUnaryOperator;

/** Where a function that never falls reaches a value. */
public final class Bisection {

  private static final int STEPS = 30;

  private Bisection() {}

  /**
   * The least x at which the function reaches the value, to a billionth of the interval.
   *
   * @param min answered where the function has reached the value there already
   * @param max answered where it does not reach the value before
   */
  public static double of(DoubleUnaryOperator function, double value, double min, double max) {
    if (function.applyAsDouble(min) >= value) {
      return min;
    }
    double below = min;
    double above = max;
    for (int i = 0; i < STEPS; i++) {
      double middle = (below + above) / 2;
      if (function.applyAsDouble(middle) >= value) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return above;
  }
}
