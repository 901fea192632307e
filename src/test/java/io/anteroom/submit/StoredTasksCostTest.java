package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.submit.StoredTasks.StepCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What accepts, submits and polls cost with many stored tasks, beside a store that is empty but for
 * the tasks of this test. Both take turns. Pages are bounded. Times are printed only, since others
 * on the machine disturb them: the shortest of each step.
 */
class StoredTasksCostTest {

  private static final int TASKS = 100;

  /** Until plans are kept, and code is compiled. */
  private static final int WARM_UP = 12;

  private static final int ROUNDS = 25;

  /**
   * Pages of one step: the few running tasks of the empty store are read as a whole, and not each
   * by its id.
   */
  private static final double MOST_PAGES = 2;

  @AutoClose private final StoredTasks empty = new StoredTasks(TASKS);
  @AutoClose private final StoredTasks full = new StoredTasks(TASKS);

  @Test
  void aLifeCostsTheSameBesideABacklog() {
    compare(20_000);
  }

  @Test
  @Tag("scenarios")
  void aLifeCostsTheSameBesideABacklogAndAMillionEnded() {
    compare(1_000_000);
  }

  private void compare(int ended) {
    full.fill("ended", 0, ended);
    full.fill("running", ended, 10_000);
    full.fill("queued", ended + 10_000, 100_000);
    rounds(WARM_UP, new ArrayList<>(), new ArrayList<>());
    empty.vacuum();
    full.vacuum();
    rounds(WARM_UP, new ArrayList<>(), new ArrayList<>());
    List<Map<String, StepCost>> few = new ArrayList<>();
    List<Map<String, StepCost>> many = new ArrayList<>();
    rounds(ROUNDS, few, many);
    few.get(0).keySet().forEach(step -> compare(step, few, many));
    System.out.printf("a life: %.1f ms, %.1f ms%n", millis(few), millis(many));
  }

  private void rounds(
      int rounds, List<Map<String, StepCost>> few, List<Map<String, StepCost>> many) {
    for (int i = 0; i < rounds; i++) {
      few.add(empty.life());
      many.add(full.life());
    }
  }

  private static void compare(
      String step, List<Map<String, StepCost>> few, List<Map<String, StepCost>> many) {
    double pagesOfFew = pages(step, few);
    double pagesOfMany = pages(step, many);
    System.out.printf(
        "| %s | %.1f | %.1f | %.2f | %.2f |%n",
        step,
        pagesOfFew,
        pagesOfMany,
        pagesOfMany / pagesOfFew,
        millis(step, many) / millis(step, few));
    assertTrue(
        pagesOfMany <= MOST_PAGES * pagesOfFew, step + ": " + pagesOfFew + ", " + pagesOfMany);
  }

  /** A task's, on average. */
  private static double pages(String step, List<Map<String, StepCost>> lives) {
    return values(step, lives, StepCost::pages).average().orElseThrow() / TASKS;
  }

  /** Of all steps. */
  private static double millis(List<Map<String, StepCost>> lives) {
    return lives.get(0).keySet().stream().mapToDouble(step -> millis(step, lives)).sum();
  }

  private static double millis(String step, List<Map<String, StepCost>> lives) {
    return values(step, lives, StepCost::nanos).min().orElseThrow() / 1e6;
  }

  private static LongStream values(
      String step, List<Map<String, StepCost>> lives, ToLongFunction<StepCost> value) {
    return lives.stream().map(life -> life.get(step)).mapToLong(value);
  }
}
