package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tasks are polled, where tasks take about 10 s. */
class PollChooserTest {

  private static final CompletionCurve TEN_SECONDS = tenSeconds();

  private final PollChooser chooser =
      new PollChooser(TestSettings.of(PollSettings.class), task -> TEN_SECONDS);

  @Test
  void tasksThatHaveProbablyEndedArePolledAndOthersAreNot() {
    RunningTask fresh = task(1, 0);
    RunningTask ripe = task(14, 0);
    RunningTask justLookedAt = task(14, 13.99);
    List<Chosen> chosen = chooser.choose(List.of(fresh, justLookedAt, ripe), false, 16, turns());
    assertEquals(List.of(new Chosen(List.of(ripe))), chosen);
  }

  @Test
  void theMostValuableComeFirstUpToTheFreePermits() {
    List<RunningTask> tasks = List.of(task(12, 0), task(20, 0), task(16, 0));
    List<Chosen> chosen = chooser.choose(tasks, false, 2, turns());
    assertEquals(
        List.of(new Chosen(List.of(tasks.get(1))), new Chosen(List.of(tasks.get(2)))), chosen);
    assertEquals(1, chooser.choose(tasks, false, 1, turns()).size());
    assertEquals(List.of(), chooser.choose(tasks, false, 0, turns()));
  }

  @Test
  void aPageAlsoHoldsTasksNotWorthAPollOfTheirOwn() {
    List<RunningTask> tasks = List.of(task(1, 0), task(14, 0), task(2, 0));
    List<Chosen> chosen = chooser.choose(tasks, true, 16, turns());
    assertEquals(1, chosen.size());
    assertEquals(3, chosen.get(0).tasks().size());
    assertEquals(tasks.get(1), chosen.get(0).tasks().get(0));
  }

  @Test
  void manyTasksOfLittleValueAreWorthAPage() {
    RunningTask one = task(10, 9.8);
    List<RunningTask> many = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> many.add(task(10, 9.8)));
    assertEquals(List.of(), chooser.choose(List.of(one), true, 16, turns()));
    assertEquals(1, chooser.choose(many, true, 16, turns()).size());
    assertEquals(List.of(), chooser.choose(many, false, 16, turns()));
  }

  @Test
  void pagesKeepToTheMaximumSize() {
    List<RunningTask> tasks = IntStream.range(0, 250).mapToObj(i -> task(14, 0)).toList();
    List<Chosen> chosen = chooser.choose(tasks, true, 16, turns());
    assertEquals(List.of(100, 100, 50), chosen.stream().map(c -> c.tasks().size()).toList());
  }

  @Test
  void aCancelledTaskIsPolledFirstAndAloneAtAnyPrice() {
    RunningTask cancelled = cancelling(task(0.2, 0));
    List<RunningTask> tasks = List.of(task(14, 0), cancelled, task(15, 0));
    List<Chosen> chosen = chooser.choose(tasks, true, 1, turns());
    assertEquals(List.of(new Chosen(List.of(cancelled))), chosen);
  }

  @Test
  void noTaskIsPolledBeforeItsFirstPollIsDue() {
    RunningTask fresh = task(0.05, 0);
    CompletionCurve instant = learned(0.001, 0.01);
    PollChooser eager = new PollChooser(settings("1ms"), task -> instant);
    assertEquals(List.of(), eager.choose(List.of(fresh), false, 16, turns()));
    Duration wait = eager.untilWorth(List.of(fresh), false, turns());
    assertEquals(50, wait.toMillis(), 1);
  }

  @Test
  void whatWasNotPolledForLongIsPolledAfterWhatIsWorthMore() {
    CompletionCurve never = learned(80_000, 90_000);
    RunningTask ripe = task(14, 0);
    PollChooser patient =
        new PollChooser(
            TestSettings.of(PollSettings.class), task -> task.equals(ripe) ? TEN_SECONDS : never);
    RunningTask forgotten = task(40, 9);
    List<Chosen> chosen = patient.choose(List.of(forgotten, ripe), false, 16, turns());
    assertEquals(List.of(new Chosen(List.of(ripe)), new Chosen(List.of(forgotten))), chosen);
    assertEquals(List.of(), patient.choose(List.of(task(40, 11)), false, 16, turns()));
  }

  @Test
  void theNextWakeUpIsWhenAPollIsWorthIt() {
    for (boolean byList : new boolean[] {true, false}) {
      List<RunningTask> tasks = List.of(task(3, 0), task(4, 0));
      assertEquals(List.of(), chooser.choose(tasks, byList, 16, turns()));
      double wait = chooser.untilWorth(tasks, byList, turns()).toNanos() / 1e9;
      assertFalse(chooser.choose(later(tasks, wait + 0.01), byList, 16, turns()).isEmpty());
      assertTrue(chooser.choose(later(tasks, wait - 0.01), byList, 16, turns()).isEmpty());
    }
  }

  private static List<RunningTask> later(List<RunningTask> tasks, double seconds) {
    return tasks.stream().map(t -> task(t.age().toNanos() / 1e9 + seconds, 0)).toList();
  }

  private static RunningTask task(double age, double polledAt) {
    return PollingSimulationTest.task(UUID.randomUUID(), "w", age, polledAt);
  }

  static RunningTask cancelling(RunningTask t) {
    return new RunningTask(
        t.id(),
        t.attempt(),
        t.kind(),
        Phase.CANCELLING,
        t.upstreamTaskId(),
        t.collectionId(),
        t.status(),
        t.polls(),
        t.pollAlone(),
        t.doubtedAttempts(),
        t.cancelRequested(),
        t.account(),
        t.workload(),
        t.age(),
        t.polledAt(),
        t.client(),
        null,
        t.history());
  }

  private static FairPollOrder turns() {
    return new FairPollOrder(client -> 1);
  }

  private static CompletionCurve tenSeconds() {
    return learned(8, 12);
  }

  private static CompletionCurve learned(double after, double before) {
    double[] weights = CompletionCurve.unknown().spread(after, before);
    java.util.Arrays.setAll(weights, i -> weights[i] * 200);
    return new CompletionCurve(weights);
  }

  private static PollSettings settings() {
    return settings("100ms");
  }

  private static PollSettings settings(String targetStaleness) {
    return TestSettings.of(PollSettings.class, "anteroom.poll.target-staleness", targetStaleness);
  }
}
