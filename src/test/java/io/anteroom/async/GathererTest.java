package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GathererTest {

  private final List<List<Integer>> statements = new CopyOnWriteArrayList<>();
  private final List<UniEmitter<? super List<Integer>>> underWay = new CopyOnWriteArrayList<>();
  private final ManualTicker ticker = new ManualTicker();
  private Duration timerWait;
  private Runnable timerWork;
  private final Gatherer<Integer, Integer> gatherer = new Gatherer<>(3, 1, this::statement);

  @Test
  void aSingleWriteIsNotDelayed() {
    UniAssertSubscriber<Integer> one = add(1);
    assertEquals(List.of(List.of(1)), statements);
    answer(0);
    one.assertCompleted().assertItem(10);
  }

  @Test
  void writesDuringAStatementAreGatheredUpToTheMaximum() {
    add(1);
    List<UniAssertSubscriber<Integer>> later = List.of(add(2), add(3), add(4), add(5));
    assertEquals(1, statements.size());
    answer(0);
    assertEquals(List.of(2, 3, 4), statements.get(1));
    answer(1);
    assertEquals(List.of(5), statements.get(2));
    answer(2);
    for (int i = 0; i < later.size(); i++) {
      later.get(i).assertCompleted().assertItem(10 * (i + 2));
    }
  }

  @Test
  void aStatementIsLimitedByBytesAndALargerWriteGoesAlone() {
    Gatherer<Integer, Integer> bounded =
        new Gatherer<>(3, 10, Integer::longValue, 1, this::statement);
    for (int bytes : new int[] {1, 4, 6, 1, 50, 2}) {
      bounded.add(bytes).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
    for (int i = 0; i < 4; i++) {
      answer(i);
    }
    assertEquals(
        List.of(List.of(1), List.of(4, 6), List.of(1), List.of(50), List.of(2)), statements);
  }

  @Test
  void aFailureReachesExactlyTheWritesOfItsStatement() {
    add(1);
    UniAssertSubscriber<Integer> two = add(2);
    UniAssertSubscriber<Integer> three = add(3);
    answer(0);
    underWay.get(1).fail(new IllegalStateException("no"));
    two.assertFailedWith(IllegalStateException.class);
    three.assertFailedWith(IllegalStateException.class);
    UniAssertSubscriber<Integer> four = add(4);
    answer(2);
    four.assertCompleted();
  }

  @Test
  void aCallerThatGoesAwayDoesNotStopItsWrite() {
    add(1);
    UniAssertSubscriber<Integer> two = add(2);
    two.cancel();
    answer(0);
    assertEquals(List.of(2), statements.get(1));
  }

  @Test
  void aStatementThatThrowsFailsItsWrites() {
    Gatherer<Integer, Integer> broken =
        new Gatherer<>(
            3,
            1,
            batch -> {
              throw new IllegalStateException("at once");
            });
    assertThrows(IllegalStateException.class, () -> broken.add(1).await().indefinitely());
    assertThrows(IllegalStateException.class, () -> broken.add(2).await().indefinitely());
  }

  /** What is left then waits until none is under way. */
  @Test
  void aFullStatementBeginsBesideOneThatIsUnderWay() {
    Gatherer<Integer, Integer> two = two();
    IntStream.rangeClosed(1, 3).forEach(item -> add(two, item));
    assertEquals(List.of(List.of(1)), statements);
    add(two, 4);
    assertEquals(List.of(List.of(1), List.of(2, 3, 4)), statements);
    add(two, 5);
    answer(0);
    assertEquals(2, statements.size());
    answer(1);
    assertEquals(List.of(5), statements.get(2));
  }

  @Test
  void whatWaitsForASlowStatementBeginsBesideIt() {
    Gatherer<Integer, Integer> two = two();
    add(two, 1);
    UniAssertSubscriber<Integer> later = add(two, 2);
    passUntilTimer(Gatherer.SLOW);
    assertEquals(2, underWay.size());
    answer(1);
    later.assertCompleted().assertItem(20);
  }

  /** The timer that runs already may be that of a statement that has ended since. */
  @Test
  void nothingWaitsLongerThanUntilTheStatementUnderWayIsSlow() {
    Gatherer<Integer, Integer> two = two();
    add(two, 1);
    add(two, 2);
    Duration part = Duration.ofMillis(60);
    ticker.pass(part);
    answer(0);
    add(two, 3);
    passUntilTimer(Gatherer.SLOW.minus(part));
    assertEquals(2, underWay.size(), "the second one is 40 ms old");
    assertEquals(part, timerWait);
    passUntilTimer(part);
    assertEquals(List.of(List.of(1), List.of(2), List.of(3)), statements);
  }

  /** A timer of Vert.x fails for less than a millisecond: nobody would watch any more. */
  @ParameterizedTest
  @CsvSource({"99999999, 1", "99700000, 1", "99000000, 1", "98999999, 2", "1, 100", "0, 100"})
  void theTimerIsSetToWholeMilliseconds(long age, long millis) {
    Gatherer<Integer, Integer> two = two();
    add(two, 1);
    ticker.pass(Duration.ofNanos(age));
    add(two, 2);
    assertEquals(Duration.ofMillis(millis), timerWait);
    passUntilTimer(timerWait);
    assertEquals(2, underWay.size());
  }

  /** It is slow for as long as it hangs, also when others have begun and ended since. */
  @Test
  void oneThatHangsHoldsUpNobodyAfterThat() {
    Gatherer<Integer, Integer> two = two();
    add(two, 1);
    add(two, 2);
    passUntilTimer(Gatherer.SLOW);
    answer(1);
    for (int item = 3; item < 6; item++) {
      UniAssertSubscriber<Integer> next = add(two, item);
      assertEquals(item, underWay.size(), "begins at once");
      answer(item - 1);
      next.assertCompleted().assertItem(10 * item);
    }
  }

  private Gatherer<Integer, Integer> two() {
    return new Gatherer<>(3, Long.MAX_VALUE, item -> 0, 2, this::statement, ticker, this::timer);
  }

  private void timer(Duration wait, Runnable work) {
    timerWait = wait;
    timerWork = work;
  }

  /** Time passes, and the timer is over then. */
  private void passUntilTimer(Duration time) {
    ticker.pass(time);
    timerWork.run();
  }

  private UniAssertSubscriber<Integer> add(int item) {
    return add(gatherer, item);
  }

  private static UniAssertSubscriber<Integer> add(Gatherer<Integer, Integer> gatherer, int item) {
    return gatherer.add(item).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  private Uni<List<Integer>> statement(List<Integer> batch) {
    statements.add(batch);
    return Uni.createFrom().emitter(underWay::add);
  }

  private void answer(int statement) {
    underWay.get(statement).complete(statements.get(statement).stream().map(i -> 10 * i).toList());
  }
}
