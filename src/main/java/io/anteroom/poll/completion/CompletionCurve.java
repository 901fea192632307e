package io.anteroom.poll.completion;

import java.util.Arrays;

/**
 * How long tasks of one workload take, as a distribution over log-spaced buckets, and what follows
 * from it for a poll. All times are seconds since the submit, not negative. Immutable, thread-safe.
 *
 * <p>Polls see an end only between two ages, so the estimate is self-consistent: each observation
 * is spread over its interval in proportion to the present estimate (Efron 1967, Turnbull 1976).
 */
public final class CompletionCurve {

  /** Upper bounds, two to an octave, from 16 ms to a day and a half; the last bucket has none. */
  private static final double[] BOUNDS = bounds();

  static final int BUCKETS = BOUNDS.length + 1;

  /** What is believed before anything was seen, as that many observations. */
  private static final double PRIOR_WEIGHT = 2;

  private static final double PRIOR_LONGEST = 600;

  /** Nothing is impossible: a distribution without this would be sure of what it never saw. */
  private static final double FLOOR = 0.002;

  private static final double[] PRIOR = prior();
  private static final double PRIOR_SUM = sum(PRIOR);
  private static final double ALL = 1 - 1e-9;

  private final double[] share = new double[BUCKETS];
  private final double[] endedAt = new double[BUCKETS];
  private final double[] areaAt = new double[BUCKETS];

  /**
   * The curve of what was learned and the prior.
   *
   * @param learned a weight for each bucket, none negative
   */
  public CompletionCurve(double[] learned) {
    double total = sum(learned) + PRIOR_SUM;
    for (int i = 0; i < BUCKETS; i++) {
      share[i] = (learned[i] + PRIOR[i]) / total;
    }
    // [i] is at the lower bound of bucket i.
    for (int i = 1; i < BUCKETS; i++) {
      endedAt[i] = endedAt[i - 1] + share[i - 1];
      areaAt[i] = areaAt[i - 1] + (endedAt[i - 1] + endedAt[i]) / 2 * width(i - 1);
    }
  }

  /** The curve of a workload of which nothing is known. */
  public static CompletionCurve unknown() {
    return new CompletionCurve(new double[BUCKETS]);
  }

  /** F: the part of the tasks that have ended at that age. */
  double ended(double age) {
    int i = bucket(age);
    return i == BUCKETS - 1 ? endedAt[i] : endedAt[i] + share[i] * (age - lower(i)) / width(i);
  }

  /**
   * The expected time since the end, at an age, of a task that had not ended at the last poll:
   * (G(a) − G(a₀) − F(a₀)(a − a₀)) / (1 − F(a₀)), where G is the integral of F.
   */
  public double staleness(double lastLook, double age) {
    double before = ended(lastLook);
    double passed = age - lastLook;
    return before >= ALL
        ? passed
        : Math.max(0, (area(age) - area(lastLook) - before * passed) / (1 - before));
  }

  /** How likely it has ended at an age, given that it had not at the last poll. */
  public double probability(double lastLook, double age) {
    double before = ended(lastLook);
    return before >= ALL ? 1 : Math.max(0, (ended(age) - before) / (1 - before));
  }

  /** The median of the time that is left, given that it has not ended at that age. */
  double remaining(double age) {
    double half = Math.min(BOUNDS[BOUNDS.length - 1], 1 + 2 * age);
    while (half < BOUNDS[BOUNDS.length - 1] && probability(age, age + half) < 0.5) {
      half *= 2;
    }
    return Bisection.of(more -> probability(age, age + more), 0.5, 0, half);
  }

  /**
   * One observation as weights that sum to 1: the end came after the age of the last poll that
   * showed it unfinished, and no later than the age of the poll that showed it ended.
   */
  public double[] spread(double lastLook, double age) {
    double[] weights = new double[BUCKETS];
    double total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      double overlap = Math.min(upper(i), age) - Math.max(lower(i), lastLook);
      weights[i] = overlap > 0 ? share[i] * overlap / width(i) : 0;
      total += weights[i];
    }
    if (total == 0) {
      weights[bucket(age)] = 1;
      return weights;
    }
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] /= total;
    }
    return weights;
  }

  private double area(double age) {
    int i = bucket(age);
    return areaAt[i] + (endedAt[i] + ended(age)) / 2 * (age - lower(i));
  }

  private static int bucket(double age) {
    int at = Arrays.binarySearch(BOUNDS, age);
    return at >= 0 ? at : -at - 1;
  }

  private static double lower(int bucket) {
    return bucket == 0 ? 0 : BOUNDS[bucket - 1];
  }

  /** The last bucket ends somewhere; where does not matter, since hardly anything is in it. */
  private static double upper(int bucket) {
    return bucket < BOUNDS.length ? BOUNDS[bucket] : 16 * BOUNDS[BOUNDS.length - 1];
  }

  private static double width(int bucket) {
    return upper(bucket) - lower(bucket);
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private static double[] bounds() {
    double[] bounds = new double[47];
    Arrays.setAll(bounds, i -> 0.016 * Math.pow(2, i / 2.0));
    return bounds;
  }

  private static double[] prior() {
    long likely = Arrays.stream(BOUNDS).filter(bound -> bound <= PRIOR_LONGEST).count();
    double[] prior = new double[BUCKETS];
    Arrays.setAll(prior, i -> FLOOR + (i < likely ? PRIOR_WEIGHT / likely : 0));
    return prior;
  }
}
