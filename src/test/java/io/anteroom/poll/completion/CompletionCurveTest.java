package io.anteroom.poll.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of a distribution, and how the distribution is learned. */
class CompletionCurveTest {

  private static final double MEDIAN = 12;
  private static final double SIGMA = 0.5;
  private static final int DRAWS = 400_000;
  private static final CompletionCurve EXACT = exact(new Random(1));

  @ParameterizedTest
  @CsvSource({"0, 8", "0, 30", "8, 10", "12, 20", "25, 26", "5, 300"})
  void stalenessAndProbabilityAgreeWithASimulation(double lastLook, double age) {
    Random random = new Random(3);
    double staleness = 0;
    int ended = 0;
    int running = 0;
    for (int i = 0; i < DRAWS; i++) {
      double end = end(random);
      if (end > lastLook) {
        running++;
        ended += end <= age ? 1 : 0;
        staleness += Math.max(0, age - end);
      }
    }
    assertEquals((double) ended / running, EXACT.probability(lastLook, age), 0.015);
    assertEquals(staleness / running, EXACT.staleness(lastLook, age), 0.02 + 0.002 * age);
  }

  @Test
  void theDistributionIsLearnedFromIntervals() {
    Random random = new Random(2);
    double[] weights = new double[CompletionCurve.BUCKETS];
    for (int i = 0; i < 1000; i++) {
      double end = MEDIAN * Math.exp(SIGMA * random.nextGaussian());
      double every = 1 + 9 * random.nextDouble();
      double before = Math.floor(end / every) * every;
      learn(weights, before, before + every);
    }
    CompletionCurve curve = new CompletionCurve(weights);
    for (double z : new double[] {-1, -0.5, 0, 0.5, 1}) {
      double age = MEDIAN * Math.exp(SIGMA * z);
      assertEquals(normal(z), curve.ended(age), 0.07, "at " + age);
    }
    assertEquals(MEDIAN, curve.remaining(0), 1.2);
  }

  @Test
  void theCurveFollowsTasksThatGetFaster() {
    double[] weights = new double[CompletionCurve.BUCKETS];
    for (int i = 0; i < 1000; i++) {
      learn(weights, 90, 110);
    }
    for (int i = 0; i < 500; i++) {
      learn(weights, 0, 1);
    }
    assertTrue(new CompletionCurve(weights).remaining(0) < 1);
  }

  @Test
  void noProbabilityIsZeroOrOne() {
    double[] weights = new double[CompletionCurve.BUCKETS];
    for (int i = 0; i < 1000; i++) {
      learn(weights, 1, 2);
    }
    CompletionCurve curve = new CompletionCurve(weights);
    double day = 24 * 3600;
    assertTrue(curve.staleness(100, 200) > 0);
    assertTrue(curve.probability(100, 200) < 1);
    assertTrue(curve.staleness(day, 2 * day) > 0);
    assertTrue(curve.remaining(100) > 1);
  }

  @Property
  void stalenessGrowsWithTimeAndNeverExceedsIt(
      @ForAll @DoubleRange(min = 0, max = 100_000) double lastLook,
      @ForAll @DoubleRange(min = 0, max = 10_000) double passed,
      @ForAll @DoubleRange(min = 0, max = 10_000) double more) {
    CompletionCurve curve = CompletionCurve.unknown();
    double sooner = curve.staleness(lastLook, lastLook + passed);
    double later = curve.staleness(lastLook, lastLook + passed + more);
    assertTrue(0 <= sooner && sooner <= passed + 1e-6);
    assertTrue(sooner <= later + 1e-6 && later <= sooner + more + 1e-6);
    double chance = curve.probability(lastLook, lastLook + passed);
    assertTrue(0 <= chance && chance <= 1);
    assertTrue(chance <= curve.probability(lastLook, lastLook + passed + more) + 1e-9);
  }

  @Property
  void anObservationHasWeightOneWithinItsInterval(
      @ForAll @DoubleRange(min = 0, max = 500_000) double lastLook,
      @ForAll @DoubleRange(min = 0, max = 10_000) double passed) {
    double[] weights = CompletionCurve.unknown().spread(lastLook, lastLook + passed);
    assertEquals(1, Arrays.stream(weights).sum(), 1e-9);
    CompletionCurve sure =
        new CompletionCurve(Arrays.stream(weights).map(weight -> weight * 1e9).toArray());
    // Whole buckets around the interval: a bucket is less than half as wide again as its start.
    assertTrue(sure.ended(lastLook / 1.42 - 0.016 < 0 ? 0 : lastLook / 1.42 - 0.016) < 1e-6);
    assertTrue(lastLook + passed > 90_000 || sure.ended(1.42 * (lastLook + passed) + 0.017) > 0.99);
  }

  private static void learn(double[] weights, double lastLook, double age) {
    double[] one = new CompletionCurve(weights).spread(lastLook, age);
    Arrays.setAll(weights, i -> weights[i] * CompletionTimeStore.DECAY + one[i]);
  }

  private static CompletionCurve exact(Random random) {
    double[] weights = new double[CompletionCurve.BUCKETS];
    CompletionCurve unknown = CompletionCurve.unknown();
    for (int i = 0; i < DRAWS; i++) {
      double end = end(random);
      double[] one = unknown.spread(end, end);
      Arrays.setAll(weights, b -> weights[b] + one[b]);
    }
    return new CompletionCurve(weights);
  }

  /** Log-normal, but even within each bucket: what a histogram can know of it. */
  private static double end(Random random) {
    double end = MEDIAN * Math.exp(SIGMA * random.nextGaussian());
    double halfOctave = Math.floor(2 * Math.log(end / 0.016) / Math.log(2));
    double lower = 0.016 * Math.pow(2, halfOctave / 2);
    return lower * (1 + (Math.sqrt(2) - 1) * random.nextDouble());
  }

  /** Φ, by Simpson's rule. */
  private static double normal(double z) {
    int n = 1000;
    double h = z / n;
    double sum = density(0) + density(z);
    for (int i = 1; i < n; i++) {
      sum += (i % 2 == 1 ? 4 : 2) * density(i * h);
    }
    return 0.5 + sum * h / 3;
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
